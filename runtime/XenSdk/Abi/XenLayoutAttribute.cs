namespace XenSdk;

/// <summary>
/// Says which type of Xen's header a struct of one's own stands for. While the struct is compiled, and while it is typed in
/// an IDE, its size and the offset and size of each of its fields are compared with C's; what is not as C has it is an
/// error (XEN2008), as are a type that the header lacks (XEN2009) and a struct that has no layout of its own (XEN2010).
/// </summary>
/// <remarks>
/// <para>A field stands for the C field that <see cref="NativeNameAttribute"/> names, or else for the one whose name it has: C's own
/// (<c>nr_pages</c>) or the one that XenSdk gives it (<c>NrPages</c>). Every field of C must be there, of a
/// union one at least; one that C lacks is an error, unless it is private and lies where C has nothing. The fields of an
/// anonymous member of C's are its record's own. A number or an inline array may stand for a struct of C's as a whole; it is
/// compared in place and size only.</para>
/// <para>The project's own headers (<c>XenHeader</c>) are asked first, then the ABI that XenSdk was built from. Pointers,
/// <c>nint</c> and <c>nuint</c> count 8 bytes, as in the 64-bit processes and guests that C# runs in.</para>
/// </remarks>
/// <param name="name">C's name of a struct, a union or an array type, such as <c>struct mmu_update</c> or
/// <c>xen_domain_handle_t</c>.</param>
[AttributeUsage(AttributeTargets.Struct, AllowMultiple = true, Inherited = false)]
public sealed class XenLayoutAttribute(string name) : Attribute
{
    /// <summary>C's name of the type.</summary>
    public string Name { get; } = name;

    /// <summary>The target whose type it is: <c>x86_64</c>, <c>x86_32</c>, <c>arm64</c> or <c>arm32</c>. Without one the
    /// struct must be right for every target that has the type. For some of them, give the struct an attribute for each.</summary>
    public string? Target { get; set; }
}
