/*
 * <stdint.h> from compiler built-ins, for headers that ask for it: reading is hermetic, so there is no C library.
 */
#ifndef XENSDK_STDINT_H
#define XENSDK_STDINT_H

#include <xensdk/integers.h>

typedef __INT_LEAST8_TYPE__ int_least8_t;
typedef __INT_LEAST16_TYPE__ int_least16_t;
typedef __INT_LEAST32_TYPE__ int_least32_t;
typedef __INT_LEAST64_TYPE__ int_least64_t;
typedef __UINT_LEAST8_TYPE__ uint_least8_t;
typedef __UINT_LEAST16_TYPE__ uint_least16_t;
typedef __UINT_LEAST32_TYPE__ uint_least32_t;
typedef __UINT_LEAST64_TYPE__ uint_least64_t;

typedef __INTPTR_TYPE__ intptr_t;
typedef __UINTPTR_TYPE__ uintptr_t;
typedef __INTMAX_TYPE__ intmax_t;
typedef __UINTMAX_TYPE__ uintmax_t;

#define INT8_MAX __INT8_MAX__
#define INT16_MAX __INT16_MAX__
#define INT32_MAX __INT32_MAX__
#define INT64_MAX __INT64_MAX__
#define INT8_MIN (-INT8_MAX - 1)
#define INT16_MIN (-INT16_MAX - 1)
#define INT32_MIN (-INT32_MAX - 1)
#define INT64_MIN (-INT64_MAX - 1)
#define UINT8_MAX __UINT8_MAX__
#define UINT16_MAX __UINT16_MAX__
#define UINT32_MAX __UINT32_MAX__
#define UINT64_MAX __UINT64_MAX__
#define INTPTR_MAX __INTPTR_MAX__
#define INTPTR_MIN (-INTPTR_MAX - 1)
#define UINTPTR_MAX __UINTPTR_MAX__
#define INTMAX_MAX __INTMAX_MAX__
#define INTMAX_MIN (-INTMAX_MAX - 1)
#define UINTMAX_MAX __UINTMAX_MAX__
#define SIZE_MAX __SIZE_MAX__

#define XENSDK_INT_JOIN_(value, suffix) value##suffix
#define XENSDK_INT_JOIN(value, suffix) XENSDK_INT_JOIN_(value, suffix)
#if defined(__clang__)
#define INT8_C(value) XENSDK_INT_JOIN(value, __INT8_C_SUFFIX__)
#define INT16_C(value) XENSDK_INT_JOIN(value, __INT16_C_SUFFIX__)
#define INT32_C(value) XENSDK_INT_JOIN(value, __INT32_C_SUFFIX__)
#define INT64_C(value) XENSDK_INT_JOIN(value, __INT64_C_SUFFIX__)
#define UINT8_C(value) XENSDK_INT_JOIN(value, __UINT8_C_SUFFIX__)
#define UINT16_C(value) XENSDK_INT_JOIN(value, __UINT16_C_SUFFIX__)
#define UINT32_C(value) XENSDK_INT_JOIN(value, __UINT32_C_SUFFIX__)
#define UINT64_C(value) XENSDK_INT_JOIN(value, __UINT64_C_SUFFIX__)
#else
#define INT8_C(value) __INT8_C(value)
#define INT16_C(value) __INT16_C(value)
#define INT32_C(value) __INT32_C(value)
#define INT64_C(value) __INT64_C(value)
#define UINT8_C(value) __UINT8_C(value)
#define UINT16_C(value) __UINT16_C(value)
#define UINT32_C(value) __UINT32_C(value)
#define UINT64_C(value) __UINT64_C(value)
#endif

#endif
