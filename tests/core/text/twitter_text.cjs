// The oracle for tests/core/test_length.py: npm's twitter-text reads a JSON list of texts and answers, for each,
// [weighted length, hashtags with indices, addresses with indices]. One process for all texts.
"use strict";
const path = require("path");
const twitter = require(path.resolve(process.argv[2], "twitter-text"));

const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));
const answers = texts.map((text) => [
  twitter.parseTweet(text).weightedLength,
  twitter.extractHashtagsWithIndices(text).map((found) => [found.hashtag, ...found.indices]),
  twitter.extractUrlsWithIndices(text).map((found) => [found.url, ...found.indices]),
]);
process.stdout.write(JSON.stringify(answers));
