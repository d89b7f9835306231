import type { Finished } from '../summary/build.ts';
import type { Steps } from '../summary/steps.ts';
import type { Finding } from '../summary/summary.ts';
import { accountAbuse } from './accounts.ts';
import { hardBounceRetried, softBounceExpired } from './addresses.ts';
import { backscatter } from './backscatter.ts';
import { blocklisted } from './blocklists.ts';
import { degrading } from './degrading.ts';
import { type Draft, type Facts, factsOf } from './facts.ts';
import { greylistingSlow } from './greylisting.ts';
import { authentication } from './identity.ts';
import { withoutRepetition } from './overlap.ts';
import { ownTrouble } from './own.ts';
import { pagesOf } from './pages.ts';
import { queueGrowing } from './queue.ts';
import { bounceRates, contentOrReputation, listQuality } from './rates.ts';
import { receiverRefusing, receiverTrouble } from './receivers.ts';
import { defaultThresholds, type Thresholds } from './thresholds.ts';
import { throttling } from './throttling.ts';

const detectors: readonly ((facts: Facts) => Draft[])[] = [
  blocklisted,
  authentication,
  ownTrouble,
  accountAbuse,
  receiverRefusing,
  receiverTrouble,
  throttling,
  contentOrReputation,
  listQuality,
  bounceRates,
  hardBounceRetried,
  softBounceExpired,
  greylistingSlow,
  queueGrowing,
  backscatter,
  degrading,
];

const ranks = { error: 0, warning: 1, information: 2 };

/** What the patterns of a log mean, the gravest first; a step for each pattern. Pure: the same log gives the same findings. */
export function* findingPatterns(finished: Finished, thresholds: Thresholds = defaultThresholds): Steps<Finding[]> {
  const facts = factsOf(finished, thresholds);
  const found: Draft[] = [];
  for (const detect of detectors) {
    found.push(...detect(facts));
    yield;
  }
  return withoutRepetition(facts, found)
    .sort((a, b) => ranks[a.severity] - ranks[b.severity] || b.count - a.count || compare(a.id + a.title, b.id + b.title))
    .map(({ receivers: _, cause: __, ...finding }) => {
      const pages = pagesOf(finding.advice);
      return pages.length > 0 ? { ...finding, pages } : finding;
    });
}

/** By code unit, the same in every locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
