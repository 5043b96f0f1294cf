/*
 * Integers of fixed width, from compiler built-ins alone.
 *
 * Xen's public headers speak C99's names (uint64_t), Linux's copies of them the kernel's too (u64). Both are here, so
 * that no system header is needed and every host reads the same thing.
 */
#ifndef XENSDK_INTEGERS_H
#define XENSDK_INTEGERS_H

typedef __INT8_TYPE__ int8_t;
typedef __INT16_TYPE__ int16_t;
typedef __INT32_TYPE__ int32_t;
typedef __INT64_TYPE__ int64_t;
typedef __UINT8_TYPE__ uint8_t;
typedef __UINT16_TYPE__ uint16_t;
typedef __UINT32_TYPE__ uint32_t;
typedef __UINT64_TYPE__ uint64_t;

typedef int8_t s8;
typedef int16_t s16;
typedef int32_t s32;
typedef int64_t s64;
typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;

#endif
