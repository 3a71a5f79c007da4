# Debian slim, not Alpine: the same libc as where Node and the native argon2 are built and tested.
FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# No install scripts: everything the service needs at run time ships in the packages.
# graphile-worker's reader of settings could read them in TypeScript, with 30 MB that nothing here loads.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
  && rm -r node_modules/typescript node_modules/@typescript

FROM node:24-slim AS base
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0
COPY --from=packages /app/node_modules ./node_modules
COPY package.json ./
# For a volume at LOG_DIR: a new one takes the owner of what it covers. And for the compile cache.
RUN install --directory --owner=node --group=node --mode=0750 /var/log/latchkey .compile-cache
USER node

# The provider look-alike for docker-compose.yml; never part of the service's image.
FROM base AS email-mock
COPY email-mock ./email-mock
EXPOSE 8025
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s CMD ["node", "-e", "fetch('http://127.0.0.1:'+(process.env.PORT||8025)+'/stats').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
CMD ["node", "email-mock/main.ts"]

# The service, last, so that it is what a plain `docker build .` makes. TypeScript runs as it is: there is no build.
FROM base AS service
COPY sql ./sql
COPY src ./src
# What each start would compile anew: with the flags, the user and the Node that it is started with. Named here, and not by
# the service alone, even its first file need not be stripped of types, whose tool takes 6 MB.
ENV NODE_COMPILE_CACHE=/app/.compile-cache
RUN ["node", "--max-semi-space-size=16", "src/main.ts", "compile"]
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=3s --start-period=20s CMD ["node", "-e", "fetch('http://127.0.0.1:'+(process.env.PORT||8080)+'/health/ready').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
# Node is the container's first process and handles SIGTERM itself; it starts no children that it could fail to reap.
# Left alone, the heap's young generation grows to 100 MB, and with many live connections each look through it is a pause.
CMD ["node", "--max-semi-space-size=16", "src/main.ts"]
