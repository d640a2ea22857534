exports.title = "Reverse";
exports.run = (text, { separator }) => text.split(separator).reverse().join(separator);
