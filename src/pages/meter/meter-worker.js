// A classic script, and beside the page: the estimator comes as one, and takes 100 ms for some passwords.
/** What the estimator says is wrong (zxcvbn-ts, its keys of warnings), and what we advise then. */
const ADVICE = {
  topTen: "common",
  topHundred: "common",
  common: "common",
  similarToCommon: "common",
  wordByItself: "common",
  userInputs: "yours",
  straightRow: "keys",
  keyPattern: "keys",
  simpleRepeat: "repeats",
  extendedRepeat: "repeats",
  sequences: "sequences",
  recentYears: "dates",
  dates: "dates",
};
const STRONG = 3;

let estimator;

function loadEstimator(files) {
  importScripts(...files);
  const { core, "language-common": common } = globalThis.zxcvbnts;
  const { dictionary, adjacencyGraphs: graphs } = common;
  return new core.ZxcvbnFactory({ dictionary, graphs });
}

addEventListener("message", ({ data: { files, nth, password, names } }) => {
  estimator ??= loadEstimator(files);
  const { score, feedback } = estimator.check(password, names);
  const advice = score < STRONG ? (ADVICE[feedback.warning] ?? "longer") : null;
  postMessage({ nth, score, advice });
});
