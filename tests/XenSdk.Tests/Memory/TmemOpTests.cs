using System.Runtime.InteropServices;

namespace XenSdk.Tests.Memory;

/// <summary>The argument of tmem_op, against the same one in C.</summary>
public sealed class TmemOpTests
{
    private static readonly TmemObject Name = new(0x1111, 0x2222, 0x3333);

    [Fact]
    public void Each_command_has_the_bytes_that_C_gives_it()
    {
        TmemOp[] operations =
        [
            TmemOps.NewPool(TmemPoolFlags.Persistent | TmemPoolFlags.Shared, 0xAAAA, 0xBBBB),
            TmemOps.DestroyPool(-5),
            TmemOps.PutPage(3, Name, 9, new MachineFrame(0x1234)),
            TmemOps.GetPage(3, Name, 9, new MachineFrame(0x1234)),
            TmemOps.FlushPage(3, Name, 9),
            TmemOps.FlushObject(3, Name),
        ];

        // The numbers of the commands, and of the flags, are those of xen/include/public/tmem.h.
        byte[] inC = XenHeaderInC.Bytes("struct tmem_op it[]", """
            {
                { .cmd = 1, .u.new = { .uuid = { 0xAAAA, 0xBBBB }, .flags = 1 | 2 | (TMEM_SPEC_VERSION << 24) } },
                { .cmd = 2, .pool_id = -5 },
                { .cmd = 4, .pool_id = 3, .u.gen = { .oid = { 0x1111, 0x2222, 0x3333 }, .index = 9, .gmfn = { (void *)0x1234 } } },
                { .cmd = 5, .pool_id = 3, .u.gen = { .oid = { 0x1111, 0x2222, 0x3333 }, .index = 9, .gmfn = { (void *)0x1234 } } },
                { .cmd = 6, .pool_id = 3, .u.gen = { .oid = { 0x1111, 0x2222, 0x3333 }, .index = 9 } },
                { .cmd = 7, .pool_id = 3, .u.gen = { .oid = { 0x1111, 0x2222, 0x3333 } } },
            }
            """);

        Assert.Equal(Convert.ToHexString(inC), Convert.ToHexString(MemoryMarshal.AsBytes<TmemOp>(operations)));
    }
}
