/*
 * The readers: one thread that reads many streams and says how late their events come.
 *
 * An event carries the time at which it was made: CLOCK_MONOTONIC in nanoseconds, 16 hexadecimal digits behind an '@',
 * which occurs nowhere else in a response. Measured are the delay from there to the read that brought it; the jitter,
 * which is how far the gap between two events of a stream is from the interval at which they are made; and, for streams
 * that begin while all others run, the time from the request to the first event.
 *
 * Some readers may be slow: they ask like the others, with a receive buffer of 4 KiB, and read one byte a second.
 *
 * Arguments: port, streams, events a second for each, slow readers, seconds to warm up, seconds to measure. Prints
 * "open" when every stream has begun, "measuring", "measured", and then one line of "name=value"; keeps the streams open
 * until a line comes on standard input.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 65536, DIGITS = 16, SUBS = 32, BUCKETS = 64 * SUBS, STEP_MS = 5, AHEAD = 200, PROBES_A_SECOND = 50 };
static const uint64_t MS = 1000000, SECOND = 1000000000;

typedef struct {
  uint64_t asked, last, stamp;
  int fd;
  short digits; /* -1: outside of a stamp; else how many of its digits have come */
  char connecting, begun, ok, probe;
} stream;

typedef struct {
  uint64_t count, max, buckets[BUCKETS];
} histogram;

enum { WARMING, MEASURING, PROBING };

static const char BODY[] =
    "{\"model\":\"paced\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Count to 100.\"}]}";
static char request[512];
static int request_length;
static struct sockaddr_in address;
static stream streams[MOST];
static int slow[MOST];
static histogram delays, jitters, firsts;
static uint64_t interval, events, bytes;
static int epoll, begun, phase = WARMING;
static long lost, refused, slow_lost;

static uint64_t nanos(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * SECOND + (uint64_t)now.tv_nsec;
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}

/* Buckets are 1/32 of a power of two wide. */
static void record(histogram *in, uint64_t value) {
  int shift = value < SUBS ? 0 : 59 - __builtin_clzll(value);
  uint64_t sub = value >> shift;
  in->buckets[(uint64_t)shift * (SUBS / 2) + sub]++;
  in->count++;
  if (value > in->max) in->max = value;
}

static double quantile_us(const histogram *of, double share) {
  uint64_t wanted = (uint64_t)((double)of->count * share), seen = 0;
  for (uint64_t i = 0; i < BUCKETS; i++) {
    seen += of->buckets[i];
    if (seen > wanted) {
      uint64_t shift = i < SUBS ? 0 : i / (SUBS / 2) - 1;
      return (double)((i - shift * (SUBS / 2)) << shift) / 1e3;
    }
  }
  return (double)of->max / 1e3;
}

static int reach(int small) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (fd < 0) fail("socket");
  int one = 1, few = 4096;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  if (small) setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &few, sizeof few);
  if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0 && errno != EINPROGRESS) fail("connect");
  return fd;
}

static void ask(stream *who, int probe) {
  *who = (stream){.fd = reach(0), .digits = -1, .connecting = 1, .probe = (char)probe};
  struct epoll_event event = {.events = EPOLLIN | EPOLLOUT, .data.ptr = who};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, who->fd, &event) < 0) fail("epoll_ctl");
}

static void connected(stream *who) {
  who->connecting = 0;
  who->asked = nanos();
  if (write(who->fd, request, (size_t)request_length) != request_length) lost++;
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = who};
  epoll_ctl(epoll, EPOLL_CTL_MOD, who->fd, &event);
}

static void heard(stream *who, uint64_t now) {
  uint64_t late = now > who->stamp ? now - who->stamp : 0;
  if (!who->begun) {
    who->begun = 1;
    begun++;
    if (who->probe) record(&firsts, now - who->asked);
  } else if (phase == MEASURING) {
    uint64_t gap = now - who->last;
    record(&jitters, gap > interval ? gap - interval : interval - gap);
  }
  if (phase == MEASURING) {
    events++;
    record(&delays, late);
  }
  who->last = now;
}

static void parse(stream *who, const char *data, ssize_t count, uint64_t now) {
  const char *end = data + count;
  while (data < end) {
    if (who->digits < 0) {
      data = memchr(data, '@', (size_t)(end - data));
      if (data == NULL) return;
      data++;
      who->digits = 0;
      who->stamp = 0;
    }
    for (; data < end && who->digits < DIGITS; data++, who->digits++) {
      who->stamp = who->stamp << 4 | (uint64_t)(*data <= '9' ? *data - '0' : *data - 'a' + 10);
    }
    if (who->digits == DIGITS) {
      who->digits = -1;
      heard(who, now);
    }
  }
}

static void hear(stream *who) {
  static char buffer[1 << 16];
  ssize_t count = read(who->fd, buffer, sizeof buffer);
  if (count < 0 && errno == EAGAIN) return;
  if (count <= 0) {
    lost++;
    close(who->fd);
    who->fd = -1;
    return;
  }
  if (!who->ok) {
    who->ok = 1;
    if (count < 12 || memcmp(buffer, "HTTP/1.1 200", 12) != 0) {
      if (refused++ == 0) fprintf(stderr, "refused: %.*s\n", (int)count, buffer);
    }
  }
  if (phase == MEASURING) bytes += (uint64_t)count;
  parse(who, buffer, count, nanos());
}

static void serve_events(int wait_ms) {
  static struct epoll_event ready[1024];
  int count = epoll_wait(epoll, ready, 1024, wait_ms);
  if (count < 0 && errno != EINTR) fail("epoll_wait");
  for (int i = 0; i < count; i++) {
    stream *who = ready[i].data.ptr;
    if (who->fd < 0) continue;
    if (who->connecting) {
      int error = 0;
      socklen_t length = sizeof error;
      getsockopt(who->fd, SOL_SOCKET, SO_ERROR, &error, &length);
      if (error != 0) {
        fprintf(stderr, "connect: %s\n", strerror(error));
        exit(1);
      }
      if (ready[i].events & EPOLLOUT) connected(who);
    } else {
      hear(who);
    }
  }
}

static void serve_until(uint64_t when) {
  for (uint64_t now = nanos(); now < when; now = nanos()) {
    serve_events((int)((when - now) / MS > 1000 ? 1000 : (when - now + MS - 1) / MS));
  }
}

static void sip(int count) {
  char byte;
  for (int i = 0; i < count; i++) {
    if (slow[i] < 0) continue;
    ssize_t got = read(slow[i], &byte, 1);
    if (got == 0 || (got < 0 && errno != EAGAIN)) {
      slow_lost++;
      close(slow[i]);
      slow[i] = -1;
    }
  }
}

static void serve_and_sip(uint64_t when, int slow_count) {
  for (uint64_t next = nanos() + SECOND; nanos() < when; next += SECOND) {
    serve_until(next < when ? next : when);
    if (slow_count > 0) sip(slow_count);
  }
}

static void open_all(int count, int slow_count) {
  for (int i = 0; i < slow_count; i++) {
    slow[i] = reach(1);
    if (i % 50 == 49) usleep(50000);
  }
  if (slow_count > 0) usleep(500000);
  for (int i = 0; i < slow_count; i++) {
    if (write(slow[i], request, (size_t)request_length) != request_length) slow_lost++;
    if (i % 50 == 49) usleep(50000);
  }
  /*
   * About 1,000 a second, so that the streams' events are spread over their interval; and never many ahead of those that
   * have begun, or a machine that is behind would lose connections that wait to be accepted.
   */
  for (int i = 0; i < count; i++) {
    ask(&streams[i], 0);
    if (i % 5 == 4) serve_until(nanos() + STEP_MS * MS);
    for (uint64_t deadline = nanos() + 180 * SECOND; begun < i - AHEAD && nanos() < deadline;) serve_events(10);
  }
  for (uint64_t deadline = nanos() + 180 * SECOND; begun < count;) {
    serve_events(100);
    if (nanos() > deadline) {
      fprintf(stderr, "after 180 s only %d of %d streams have begun\n", begun, count);
      exit(1);
    }
  }
}

static void say(const char *word) {
  printf("%s\n", word);
  fflush(stdout);
}

int main(int count, char **arguments) {
  if (count != 7) {
    fprintf(stderr, "usage: reader PORT STREAMS RATE SLOW WARM-SECONDS MEASURED-SECONDS\n");
    return 2;
  }
  int port = atoi(arguments[1]), wanted = atoi(arguments[2]), rate = atoi(arguments[3]), slow_count = atoi(arguments[4]);
  uint64_t warm = (uint64_t)atoi(arguments[5]), measured = (uint64_t)atoi(arguments[6]);
  if (wanted < 1 || wanted > MOST || slow_count < 0 || slow_count > MOST || rate < 1) return 2;
  signal(SIGPIPE, SIG_IGN);
  interval = SECOND / (uint64_t)rate;
  address = (struct sockaddr_in){
      .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  request_length = snprintf(request, sizeof request,
      "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
      "content-length: %zu\r\n\r\n%s", sizeof BODY - 1, BODY);
  epoll = epoll_create1(0);

  open_all(wanted, slow_count);
  say("open");
  serve_and_sip(nanos() + warm * SECOND, slow_count);
  phase = MEASURING;
  say("measuring");
  serve_and_sip(nanos() + measured * SECOND, slow_count);
  phase = PROBING;
  say("measured");

  /* Streams that begin under load: one leaves, another comes. */
  for (int i = 0; i < 6 * PROBES_A_SECOND; i++) {
    stream *who = &streams[i % wanted];
    if (who->fd >= 0) {
      close(who->fd);
      ask(who, 1);
    }
    serve_until(nanos() + SECOND / PROBES_A_SECOND);
  }
  for (uint64_t deadline = nanos() + 30 * SECOND; firsts.count < 6 * PROBES_A_SECOND && nanos() < deadline;) {
    serve_events(10);
  }
  printf("events=%lu bytes=%lu lost=%ld refused=%ld slow_lost=%ld "
         "delay_p50_us=%.0f delay_p99_us=%.0f delay_max_us=%.0f jitter_p50_us=%.0f jitter_p99_us=%.0f "
         "first_p50_us=%.0f first_p99_us=%.0f first_count=%lu\n",
      events, bytes, lost, refused, slow_lost, quantile_us(&delays, 0.5), quantile_us(&delays, 0.99),
      (double)delays.max / 1e3, quantile_us(&jitters, 0.5), quantile_us(&jitters, 0.99), quantile_us(&firsts, 0.5),
      quantile_us(&firsts, 0.99), firsts.count);
  fflush(stdout);

  fcntl(0, F_SETFL, O_NONBLOCK);
  for (char byte; read(0, &byte, 1) < 0 && errno == EAGAIN;) serve_until(nanos() + 100 * MS);
  return 0;
}
