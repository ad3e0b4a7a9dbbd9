/**
 * What Remix is told; vite.config.ts hands it to the plugin. @type
 * {import("@remix-run/dev").VitePluginConfig}
 */
export default {
  appDirectory: "app",
  ignoredRouteFiles: ["**/*"], // app/routes.ts is the only table of routes
  future: {
    v3_fetcherPersist: true,
    v3_relativeSplatPath: true,
    v3_throwAbortReason: true,
    v3_singleFetch: true,
    v3_routeConfig: true,
    // its /__manifest?p=… would tell the network which page is opened
    v3_lazyRouteDiscovery: false,
  },
};
