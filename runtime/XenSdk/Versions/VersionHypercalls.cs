namespace XenSdk;

/// <summary>Asking Xen for its version.</summary>
public static class VersionHypercalls
{
    // Commands of xen_version, from Xen's public version.h, which xen.h does not include.
    private const int VersionCommand = 0;
    private const int ExtraVersionCommand = 1;

    /// <summary>The hypervisor's version. For a program with a .NET runtime; a guest uses
    /// <see cref="GetVersion{TPath}"/>.</summary>
    /// <exception cref="XenHypercallException">The call failed: there may be a path to Xen that the caller has no right to use.
    /// </exception>
    public static XenVersion Version<TPath>(this Hypercalls<TPath> xen)
        where TPath : struct, IHypercallPath
    {
        xen.GetVersion(out XenVersion version).ThrowIfError();
        return version;
    }

    /// <summary>Asks for the hypervisor's version.</summary>
    /// <param name="xen">The guest's hypercalls.</param>
    /// <param name="version">The version; all zero where the call failed.</param>
    /// <returns>0, or the error of the call that failed.</returns>
    public static HypercallResult GetVersion<TPath>(this Hypercalls<TPath> xen, out XenVersion version)
        where TPath : struct, IHypercallPath
    {
        XenVersion.ExtraVersion extra = default;
        HypercallResult numbers = xen.XenVersion(VersionCommand, default(GuestPointer64));
        HypercallResult result = numbers.IsError ? numbers : xen.XenVersion(ExtraVersionCommand, ref extra);
        version = result.IsError ? default : new XenVersion((uint)numbers.Value, in extra);
        return result;
    }
}
