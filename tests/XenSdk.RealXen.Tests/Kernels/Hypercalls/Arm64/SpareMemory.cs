using XenSdk;
using XenSdk.Guest;

/// <summary>Pages that nobody uses: 16 MiB before the device tree, which Xen puts near the end of our memory. Each has the
/// same address for the guest and, in its physical memory, for Xen.</summary>
internal readonly unsafe struct SpareMemory
{
    private readonly ulong _start;

    internal SpareMemory(in DeviceTree tree)
    {
        fixed (DeviceTree* near = &tree)
            _start = ((ulong)near - (16 << 20)) & ~(ulong)(Page.Size - 1);
    }

    /// <summary>A page.</summary>
    /// <param name="number">Which one, from 0 on.</param>
    internal void* Spare(int number) => (void*)(_start + ((ulong)number * Page.Size));

    /// <summary>Its frame, as the guest counts them.</summary>
    internal static ulong FrameOf(void* page) => (ulong)page / Page.Size;
}
