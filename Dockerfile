# The simulator of the Marketplace API, for tests in any language:
#   docker build -t marketplace-simulator .
#   docker run --rm -p 127.0.0.1:8080:8080 -p 127.0.0.1:8081:8081 marketplace-simulator
# It prints the five settings that a client needs. Its secrets are invented, and it makes no calls.
FROM python:3.11-slim AS build
WORKDIR /src
COPY . .
# The locked versions, so that an image of next month behaves as an image of today.
RUN python -m venv /opt/simulator \
 && /opt/simulator/bin/pip install --no-cache-dir -c requirements.lock '.[testing]'

FROM python:3.11-slim
COPY --from=build /opt/simulator /opt/simulator
# A user without rights: the simulator writes no file.
USER 10001
EXPOSE 8080 8081
STOPSIGNAL SIGINT
ENTRYPOINT ["/opt/simulator/bin/marketplace-contracts", "simulate", "--host", "0.0.0.0", "--files-port", "8081"]
CMD ["--port", "8080"]
