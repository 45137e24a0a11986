# The same Node as package.json asks for (a test compares). No build step: Node runs the sources.
FROM node:24.21.0-bookworm-slim

WORKDIR /app
ENV NODE_ENV=production

# Before the sources, so that a change in them doesn't install everything anew. No install scripts: the only package
# that needs one is "node" itself, which this image is.
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force

COPY bin ./bin
COPY assets ./assets
COPY codebooks ./codebooks
COPY playground ./playground
COPY doctor ./doctor
COPY maintenance ./maintenance
COPY src ./src

# Interviews live here with the embedded database; with DATABASE_URL set it stays empty.
RUN mkdir /data && chown node:node /data
VOLUME /data
ENV DATA_DIR=/data METRICS_PORT=9464

USER node
EXPOSE 9464

HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.METRICS_PORT + '/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]

# Not by npm: the process must get SIGTERM itself to finish what runs.
CMD ["node", "--import", "./bin/check-node.js", "src/main.ts"]
