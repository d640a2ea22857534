class LRUCache {
  constructor(capacity) {
    this.capacity = capacity;
    this.entries = new Map();
    this.hits = 0;
    this.misses = 0;
  }

  get(key) {
    if (!this.entries.has(key)) {
      this.misses++;
      return undefined;
    }
    this.hits++;
    const value = this.entries.get(key);
    this.entries.delete(key);
    this.entries.set(key, value);
    return value;
  }

  set(key, value) {
    this.entries.delete(key);
    this.entries.set(key, value);
    if (this.entries.size > this.capacity) {
      const [oldest] = this.entries.keys();
      this.entries.delete(oldest);
      console.log("evicted", oldest);
    }
    return this;
  }

  [Symbol.iterator]() {
    return this.entries[Symbol.iterator]();
  }

  get [Symbol.toStringTag]() {
    return `LRUCache(${this.entries.size})`;
  }
}

const cache = new LRUCache(3);
cache.set("a", 1).set("b", 2).set("c", 3);
console.log(cache.get("a"));
cache.set("d", 4);
console.log(cache.get("b"), cache.get("c"));
cache.set("e", { deep: [1, 2, { three: 3 }] });
console.log([...cache]);
console.log(`${cache}`, cache.hits, cache.misses);
console.log(cache);
