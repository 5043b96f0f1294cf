using XenSdk.Abi;

namespace XenSdk.Abi.Tests;

/// <summary>A made-up model in which every part of the format occurs.</summary>
internal static class SampleModel
{
    private static readonly AbiScalar s_u64 = new(AbiScalarKind.U64);
    private static readonly AbiScalar s_u8 = new(AbiScalarKind.U8);

    public static AbiModel Everything() => new(
        AbiTarget.X86_64,
        new AbiSource(
            "my header.h",
            3,
            "0123abcd",
            Of(new AbiInput("header", "my header.h", "aa"), new AbiInput("include", "asm/xen/interface.h", "bb")),
            Of("A", "B=\"quoted \\ text\"")),
        Of(Update(), Tagless(), Nested()),
        Of(new AbiTypedef("xen_domain_handle_t", "XenDomainHandle", new AbiArray(s_u8, 16), 16, 1, "A UUID.", At(9))),
        Of(Flags()),
        Of(
            new AbiMacro("NR_VIRQS", new AbiInteger(AbiScalarKind.S32, 24), AbiDisposition.Constant, "NrVirqs", "", At(40)),
            new AbiMacro("MINUS", new AbiInteger(AbiScalarKind.S64, ulong.MaxValue), AbiDisposition.Constant, "Minus", "One\n\nTwo", At(41)),
            new AbiMacro("UVMF_ALL", new AbiInteger(AbiScalarKind.U64, 4), AbiDisposition.EnumMember, "UvmfFlags.All", "", At(42)),
            new AbiMacro("GUARD", null, AbiDisposition.Skipped, "it has no value", "", At(43)),
            new AbiMacro("OTHER", null, AbiDisposition.Inactive, "only for \"assembly\"", "", At(44))),
        Of(MmuUpdate(), Iret()));

    private static AbiRecord Update() => new(
        "struct mmu_update", "MmuUpdate", false, 16, 8,
        Of(
            Field("ptr", s_u64, "uint64_t", 0, 8, "Machine address of PTE."),
            Field("val", s_u64, "uint64_t", 8, 8, "")),
        "Send an array of these.\n\n  indented = \"kept\" | too", At(10));

    private static AbiRecord Tagless() => new(
        "cookie_t", "Cookie", true, 4, 4,
        Of(new AbiField("low", "Low", new AbiScalar(AbiScalarKind.U32), "uint32_t", "Virq", 0, 4, 4, 3, 5, "", At(20))), "", At(19));

    private static AbiRecord Nested()
    {
        var inner = new AbiRecord("", "UnnamedUnion", true, 8, 8, Of(Field("mfn", s_u64, "xen_pfn_t", 0, 8, "Frame.")), "Inner.", At(31));
        var element = new AbiRecord("", "EntriesStruct", false, 8, 8, Of(Field("x", s_u64, "uint64_t", 0, 8, "")), "", At(32));
        return new AbiRecord(
            "struct nested", "Nested", false, 48, 8,
            Of(
                new AbiField("", "", new AbiInline(inner), "", "", 0, 8, 8, 0, 0, "", At(31)),
                new AbiField("entries", "Entries", new AbiArray(new AbiInline(element), 3), "", "", 8, 24, 8, 0, 0, "", At(32)),
                Field("next", new AbiPointer(new AbiNamed("struct nested"), 64, true, false), "const struct nested *", 32, 8, ""),
                Field("handle", new AbiPointer(new AbiScalar(AbiScalarKind.Void), 64, false, true), "__guest_handle_void", 40, 8, "")),
            "", At(30));
    }

    private static AbiEnum Flags() => new(
        "", "UvmfFlags", AbiScalarKind.U64, true,
        Of(
            new AbiEnumMember("UVMF_NONE", "None", new AbiInteger(AbiScalarKind.U64, 0), "No flushing at all."),
            new AbiEnumMember("UVMF_ALL", "All", new AbiInteger(AbiScalarKind.U64, 4), "")),
        "They can be ORed.", At(42));

    private static AbiHypercall MmuUpdate() => new(
        1, "mmu_update", "MmuUpdate", "__HYPERVISOR_mmu_update", AbiModes.Pv | AbiModes.Hvm, AbiPrototypeOrigin.Header,
        new AbiScalar(AbiScalarKind.S32), "enum neg_errnoval",
        Of(
            new AbiParameter("reqs", "requests", new AbiPointer(new AbiNamed("struct mmu_update"), 64, true, false),
                "const struct mmu_update[]", "", AbiDirection.In, "count", "The requests."),
            new AbiParameter("count", "count", new AbiScalar(AbiScalarKind.U32), "unsigned int", "", AbiDirection.In, "", ""),
            new AbiParameter("done_out", "done", new AbiPointer(new AbiScalar(AbiScalarKind.U32), 64, false, false),
                "unsigned int *", "", AbiDirection.Out, "", "")),
        false, "", "Changes page tables.", At(3));

    private static AbiHypercall Iret() => new(
        23, "iret", "Iret", "__HYPERVISOR_iret", AbiModes.None, AbiPrototypeOrigin.None, new AbiScalar(AbiScalarKind.Void),
        "", default, true, "Do not use it.", "", At(4));

    private static AbiField Field(string name, AbiType type, string ctype, int offset, int size, string doc) =>
        new(name, char.ToUpperInvariant(name[0]) + name[1..], type, ctype, "", offset, size, size, 0, 0, doc, At(offset + 11));

    private static AbiPlace At(int line) => new("my header.h", line, 5);

    private static EquatableArray<T> Of<T>(params T[] items)
        where T : IEquatable<T> => items.ToEquatableArray();
}
