namespace XenSdk;

/// <summary>
/// Why a hypercall failed. Xen returns the negative of one of these; the numbers are Xen's own (its public
/// <c>errno.h</c>), fixed for every kind of guest, whatever the guest's C library calls them.
/// </summary>
public enum XenErrno
{
    /// <summary>No error.</summary>
    None = 0,

    /// <summary>The caller is not privileged to do this.</summary>
    EPERM = 1,

    /// <summary>No such entry.</summary>
    ENOENT = 2,

    /// <summary>No such domain.</summary>
    ESRCH = 3,

    /// <summary>Interrupted; Xen keeps this to itself, but Linux may return it for a call through privcmd.</summary>
    EINTR = 4,

    /// <summary>Input or output failed.</summary>
    EIO = 5,

    /// <summary>No such device or address.</summary>
    ENXIO = 6,

    /// <summary>An argument list is too long.</summary>
    E2BIG = 7,

    /// <summary>Not an executable image.</summary>
    ENOEXEC = 8,

    /// <summary>No such file or port.</summary>
    EBADF = 9,

    /// <summary>No such child.</summary>
    ECHILD = 10,

    /// <summary>Try again.</summary>
    EAGAIN = 11,

    /// <summary>Another name of <see cref="EAGAIN"/>.</summary>
    EWOULDBLOCK = EAGAIN,

    /// <summary>Out of memory.</summary>
    ENOMEM = 12,

    /// <summary>Permission denied, or the wrong interface version.</summary>
    EACCES = 13,

    /// <summary>Bad address.</summary>
    EFAULT = 14,

    /// <summary>In use.</summary>
    EBUSY = 16,

    /// <summary>Exists already.</summary>
    EEXIST = 17,

    /// <summary>Crosses devices.</summary>
    EXDEV = 18,

    /// <summary>No such device.</summary>
    ENODEV = 19,

    /// <summary>Not a directory.</summary>
    ENOTDIR = 20,

    /// <summary>Is a directory.</summary>
    EISDIR = 21,

    /// <summary>Invalid argument.</summary>
    EINVAL = 22,

    /// <summary>A table is full.</summary>
    ENFILE = 23,

    /// <summary>Too many are open.</summary>
    EMFILE = 24,

    /// <summary>No space left.</summary>
    ENOSPC = 28,

    /// <summary>Read-only.</summary>
    EROFS = 30,

    /// <summary>Too many links.</summary>
    EMLINK = 31,

    /// <summary>An argument is outside the function's domain.</summary>
    EDOM = 33,

    /// <summary>A result cannot be represented.</summary>
    ERANGE = 34,

    /// <summary>A deadlock would occur.</summary>
    EDEADLK = 35,

    /// <summary>Another name of <see cref="EDEADLK"/>.</summary>
    EDEADLOCK = EDEADLK,

    /// <summary>A name is too long.</summary>
    ENAMETOOLONG = 36,

    /// <summary>No lock is available.</summary>
    ENOLCK = 37,

    /// <summary>No such hypercall, or none for this kind of guest.</summary>
    ENOSYS = 38,

    /// <summary>Not empty.</summary>
    ENOTEMPTY = 39,

    /// <summary>No data available.</summary>
    ENODATA = 61,

    /// <summary>A timer expired.</summary>
    ETIME = 62,

    /// <summary>Not a data message.</summary>
    EBADMSG = 74,

    /// <summary>A value is too large for its type.</summary>
    EOVERFLOW = 75,

    /// <summary>An illegal sequence of bytes.</summary>
    EILSEQ = 84,

    /// <summary>To be made again; Xen keeps this to itself.</summary>
    ERESTART = 85,

    /// <summary>Not a socket.</summary>
    ENOTSOCK = 88,

    /// <summary>A message is too large.</summary>
    EMSGSIZE = 90,

    /// <summary>Not supported.</summary>
    EOPNOTSUPP = 95,

    /// <summary>The address is in use.</summary>
    EADDRINUSE = 98,

    /// <summary>The address cannot be had.</summary>
    EADDRNOTAVAIL = 99,

    /// <summary>No buffer space available.</summary>
    ENOBUFS = 105,

    /// <summary>Connected already.</summary>
    EISCONN = 106,

    /// <summary>Not connected.</summary>
    ENOTCONN = 107,

    /// <summary>Timed out.</summary>
    ETIMEDOUT = 110,

    /// <summary>The connection was refused.</summary>
    ECONNREFUSED = 111,
}
