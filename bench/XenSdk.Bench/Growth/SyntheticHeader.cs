using System.Globalization;
using System.Text;

namespace XenSdk.Bench;

/// <summary>A header of any size that is like xen.h: comments, macros, structs with arrays, unions and pointers to each other.</summary>
internal static class SyntheticHeader
{
    public static string Of(int structs)
    {
        var text = new StringBuilder("#ifndef SYNTHETIC_H\n#define SYNTHETIC_H\n#include <asm/xen/interface.h>\n");
        for (int i = 0; i < structs; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""
                /* Limit of item {{i}}: how many there can be. */
                #define SYN_LIMIT_{{i}} {{i}}
                /*
                 * Item {{i}}: what a guest says about one of its pages.
                 * @id:   number of the item
                 * @next: the item before it
                 */
                struct syn_{{i}} {
                    uint64_t id;        /* Number of the item. */
                    uint32_t flags;     /* What is asked for. */
                    uint16_t kind[4];
                    union {
                        uint64_t frame; /* Machine frame. */
                        struct { uint32_t low, high; } half;
                    } where;
                {{(i == 0 ? "    uint64_t none;" : $"    struct syn_{i - 1} *next; /* The item before it. */")}}
                };

                """);
        }
        return text.Append("#endif\n").ToString();
    }
}
