/*
 * <stdbool.h>, for headers that ask for it: reading is hermetic, so there is no C library.
 */
#ifndef XENSDK_STDBOOL_H
#define XENSDK_STDBOOL_H

#define bool _Bool
#define true 1
#define false 0
#define __bool_true_false_are_defined 1

#endif
