// Linux calls that the Glibc overlay lacks. unistd.h stays out: with it `environ` would be ambiguous in Swift.
#pragma once
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
