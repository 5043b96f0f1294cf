namespace XenSdk.Tests.ThroughPrivcmd;

/// <summary>A kernel that takes its time over an <c>ioctl</c>, so that much happens between the call and what it does with its
/// descriptor.</summary>
internal sealed unsafe class SlowKernel(IKernel inner) : IKernel
{
    /// <summary>Is done when a descriptor has been closed.</summary>
    internal Action? Closed { get; set; }

    public nint CallGate => 0;

    public int Open(string path) => inner.Open(path);

    public void Close(int file)
    {
        inner.Close(file);
        Closed?.Invoke();
    }

    public int Control(int file, uint request, void* argument)
    {
        Thread.Yield();
        return inner.Control(file, request, argument);
    }

    public nint MapDevice(int file, nuint length, bool writable) => inner.MapDevice(file, length, writable);

    public nint MapLocked(nuint length) => inner.MapLocked(length);

    public void Unmap(nint address, nuint length) => inner.Unmap(address, length);

    public bool Exists(string path) => inner.Exists(path);

    public string? ReadText(string path) => inner.ReadText(path);
}
