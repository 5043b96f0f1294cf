namespace XenSdk;

/// <summary>
/// The system calls that privcmd is spoken to with. <see cref="LinuxKernel"/> makes them; a simulation stands in here, behind
/// the ioctl.
/// </summary>
/// <remarks>Where a call fails, the result is the negative of the kernel's errno.</remarks>
internal unsafe interface IKernel
{
    /// <summary>Opens a device for reading and writing; the descriptor is not inherited by programs that are started.</summary>
    int Open(string path);

    /// <summary>Closes a descriptor.</summary>
    void Close(int file);

    /// <summary>Makes an <c>ioctl</c>.</summary>
    int Control(int file, uint request, void* argument);

    /// <summary>Machine code that makes a hypercall's <c>ioctl</c>, in fewer instructions than <see cref="Control"/>: takes a
    /// <see cref="PrivcmdCall"/>'s address, and returns the kernel's answer. 0 where there is none.</summary>
    nint CallGate { get; }

    /// <summary>Maps a device's pages, shared.</summary>
    nint MapDevice(int file, nuint length, bool writable);

    /// <summary>Maps anonymous pages of the process's own that are locked into memory and that a child does not inherit.</summary>
    nint MapLocked(nuint length);

    /// <summary>Ends a mapping.</summary>
    void Unmap(nint address, nuint length);

    /// <summary>Whether a file or a folder is there.</summary>
    bool Exists(string path);

    /// <summary>A small text file's content without white space at its ends; null where it cannot be read.</summary>
    string? ReadText(string path);
}
