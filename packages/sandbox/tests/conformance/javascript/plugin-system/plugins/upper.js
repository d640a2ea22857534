exports.title = "Upper";
exports.run = (text) => text.toUpperCase();
