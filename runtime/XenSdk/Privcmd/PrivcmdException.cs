namespace XenSdk;

/// <summary>Privcmd cannot be opened, or the kernel refused something other than a hypercall. The text says what is missing
/// and what to try.</summary>
public sealed class PrivcmdException : Exception
{
    internal PrivcmdException(string id, string message, XenErrno error)
        : base($"{id}: {message}")
    {
        Id = id;
        Error = error;
    }

    /// <summary>
    /// <c>XEN0011</c> no Xen domain; <c>XEN0012</c> no permission; <c>XEN0013</c> a kernel without privcmd; <c>XEN0014</c> the
    /// kernel refused a request; <c>XEN0015</c> no memory that Xen can reach; <c>XEN0016</c> foreign pages cannot be mapped.
    /// </summary>
    public string Id { get; }

    /// <summary>The kernel's errno, which may be one that it passed on from Xen; the two number them alike.</summary>
    public XenErrno Error { get; }
}
