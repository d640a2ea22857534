const events = [];
process.on("unhandledRejection", (reason, promise) => {
  console.log("unhandled:", reason.message, promise instanceof Promise);
});
process.on("rejectionHandled", () => console.log("handled late"));
process.on("uncaughtException", (error, origin) => {
  console.log("uncaught:", error.message ?? error, origin);
  if (error.fatal) process.exit(3);
});

const late = Promise.reject(new Error("caught later"));
setTimeout(() => late.catch((error) => console.log("catch:", error.message)), 5);
setTimeout(() => {
  throw new Error("from a timer");
}, 10);
setTimeout(() => {
  null.property;
}, 20);
setTimeout(() => {
  throw Object.assign(new Error("the end"), { fatal: true });
}, 40);
setTimeout(() => console.log("never"), 10_000);
console.log("started", events.length);
