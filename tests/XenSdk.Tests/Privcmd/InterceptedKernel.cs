namespace XenSdk.Tests.ThroughPrivcmd;

/// <summary>A kernel whose ioctl a test answers in its place; null lets the kernel answer.</summary>
internal sealed unsafe class InterceptedKernel(IKernel inner, InterceptedKernel.Answer answer) : IKernel
{
    internal delegate int? Answer(uint request, void* argument);

    public nint CallGate => 0;

    public int Open(string path) => inner.Open(path);

    public void Close(int file) => inner.Close(file);

    public int Control(int file, uint request, void* argument) => answer(request, argument) ?? inner.Control(file, request, argument);

    public nint MapDevice(int file, nuint length, bool writable) => inner.MapDevice(file, length, writable);

    public nint MapLocked(nuint length) => inner.MapLocked(length);

    public void Unmap(nint address, nuint length) => inner.Unmap(address, length);

    public bool Exists(string path) => inner.Exists(path);

    public string? ReadText(string path) => inner.ReadText(path);
}
