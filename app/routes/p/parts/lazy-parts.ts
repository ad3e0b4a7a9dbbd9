/**
 * What is not needed to write comes when the browser is idle: nobody's clicks are to be told from
 * what is loaded.
 */
export const parts = {
  attachments: () => import("./attachments.tsx"),
  review: () => import("./review.tsx"),
  seal: () => import("./seal.tsx"),
  join: () => import("./join.tsx"),
  return: () => import("./return.tsx"),
  vote: () => import("./vote.tsx"),
  after: () => import("./after.tsx"),
};
