/*
 * The floor: the least that writing events to many sockets can cost on this kernel.
 *
 * One thread, one epoll, one wheel of milliseconds. Whoever connects and sends a request gets a head and then events of
 * 250 bytes as chunks of HTTP, one write for each, at a fixed rate. Nothing is parsed, nothing is kept for a socket that
 * takes no more: such a connection is closed and counted as dropped. An event carries the time at which it was made,
 * CLOCK_MONOTONIC in nanoseconds as 16 hexadecimal digits behind an '@', as those of the server do.
 *
 * Argument: events a second for each connection. Prints "port N"; ends when its standard input does.
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

enum { SLOTS = 2048, EVENT = 250, FRAME = 4 + EVENT + 2, MOST = 65536, STDIN = 0 };

typedef struct connection {
  struct connection *next;
  int fd;      /* 0 when nobody is connected */
  int streams; /* whether the wheel holds it */
} connection;

static const char HEAD[] =
    "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\ncache-control: no-cache, no-transform\r\n"
    "x-accel-buffering: no\r\ntransfer-encoding: chunked\r\n\r\n";

static connection *wheel[SLOTS];
static connection connections[MOST];
static char frame[FRAME + 1];
static char *stamp;
static int interval;
static int epoll;
static long dropped;

static uint64_t nanos(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void make_frame(void) {
  char event[EVENT + 1];
  int length = snprintf(event, sizeof event,
      "data: {\"id\":\"chatcmpl-000000000000000000000000\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
      "\"model\":\"paced\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"@0000000000000000");
  const char *tail = "\"},\"logprobs\":null,\"finish_reason\":null}]}\n\n";
  while (length < EVENT - (int)strlen(tail)) event[length++] = '.';
  memcpy(event + length, tail, strlen(tail));
  memcpy(frame, "fa\r\n", 4);
  memcpy(frame + 4, event, EVENT);
  memcpy(frame + 4 + EVENT, "\r\n", 2);
  stamp = memchr(frame, '@', FRAME) + 1;
}

/* Writes the next event, or returns 0 when the socket does not take it. */
static int say(connection *to) {
  static const char digits[] = "0123456789abcdef";
  uint64_t now = nanos();
  for (int i = 15; i >= 0; i--, now >>= 4) stamp[i] = digits[now & 15];
  return write(to->fd, frame, FRAME) == FRAME;
}

static void leave(connection *who) {
  close(who->fd);
  who->fd = 0;
}

static void schedule(connection *who, uint64_t tick) {
  connection **slot = &wheel[(tick + (uint64_t)interval) % SLOTS];
  who->next = *slot;
  *slot = who;
}

static void turn(uint64_t tick) {
  connection *due = wheel[tick % SLOTS];
  wheel[tick % SLOTS] = NULL;
  while (due != NULL) {
    connection *next = due->next;
    if (due->fd != 0 && say(due)) {
      schedule(due, tick);
    } else {
      if (due->fd != 0) {
        dropped++;
        leave(due);
      }
      due->streams = 0;
    }
    due = next;
  }
}

static connection *unused(int fd) {
  static int from;
  for (int i = 0; i < MOST; i++) {
    connection *candidate = &connections[(from + i) % MOST];
    if (!candidate->streams && candidate->fd == 0) {
      from = (from + i + 1) % MOST;
      candidate->fd = fd;
      return candidate;
    }
  }
  fprintf(stderr, "more than %d connections\n", MOST);
  exit(1);
}

static void welcome(int listening) {
  for (;;) {
    int fd = accept4(listening, NULL, NULL, SOCK_NONBLOCK);
    if (fd < 0) {
      if (errno == EAGAIN || errno == ECONNABORTED || errno == EINTR) return;
      fail("accept4");
    }
    int one = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    connection *who = unused(fd);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = who};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) < 0) fail("epoll_ctl");
  }
}

static void hear(connection *who, uint64_t tick) {
  char request[4096];
  ssize_t count = read(who->fd, request, sizeof request);
  if (count < 0 && errno == EAGAIN) return;
  if (count <= 0) {
    leave(who); /* the wheel forgets it when its turn comes */
    return;
  }
  if (!who->streams && memmem(request, (size_t)count, "\r\n\r\n", 4) != NULL) {
    who->streams = 1;
    if (write(who->fd, HEAD, sizeof HEAD - 1) < 0) dropped++;
    if (!say(who)) dropped++;
    schedule(who, tick);
  }
}

int main(int count, char **arguments) {
  int rate = count == 2 ? atoi(arguments[1]) : 0;
  if (rate < 1 || rate > 1000) {
    fprintf(stderr, "usage: floor EVENTS-A-SECOND (1 to 1000)\n");
    return 2;
  }
  signal(SIGPIPE, SIG_IGN);
  interval = 1000 / rate;
  make_frame();
  int listening = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  if (bind(listening, (struct sockaddr *)&address, length) < 0 || listen(listening, 4096) < 0) fail("listen");
  getsockname(listening, (struct sockaddr *)&address, &length);
  epoll = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = &listening};
  epoll_ctl(epoll, EPOLL_CTL_ADD, listening, &event);
  event.data.ptr = NULL;
  epoll_ctl(epoll, EPOLL_CTL_ADD, STDIN, &event);
  printf("port %d\n", ntohs(address.sin_port));
  fflush(stdout);

  struct epoll_event events[1024];
  uint64_t done = nanos() / 1000000;
  for (;;) {
    int ready = epoll_wait(epoll, events, 1024, 1);
    if (ready < 0 && errno != EINTR) fail("epoll_wait");
    uint64_t now = nanos() / 1000000;
    for (; done < now; done++) turn(done + 1);
    for (int i = 0; i < ready; i++) {
      void *who = events[i].data.ptr;
      if (who == &listening) {
        welcome(listening);
      } else if (who == NULL) {
        char byte;
        if (read(STDIN, &byte, 1) <= 0) {
          fprintf(stderr, "dropped %ld\n", dropped);
          return dropped != 0;
        }
      } else {
        hear(who, done);
      }
    }
  }
}
