// Vectorscan: the streaming multi-pattern matcher behind error classification.
#pragma once
#include <hs/hs.h>
#include <malloc.h>
