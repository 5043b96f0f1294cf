namespace XenSdk;

/// <summary>Frames of Xen's own that belong to a domain and have no place in its memory: <c>XENMEM_resource_*</c> of
/// xen/include/public/memory.h.</summary>
public enum ForeignResource
{
    /// <summary>The request pages of an I/O server that emulates devices. Its id is the server's; frame 0 is the page of
    /// buffered requests, frame 1 the first of the others.</summary>
    IoRequestServer = 0,

    /// <summary>The grant table: id 0 for the grants, id 1 for their status frames.</summary>
    GrantTable = 1,

    /// <summary>The buffer of processor trace; the id is the virtual CPU's.</summary>
    VirtualMachineTrace = 2,
}
