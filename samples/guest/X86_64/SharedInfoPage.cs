using XenSdk;
using XenSdk.Guest;

/// <summary>Has the page that Xen shares with the domain shown in our memory: each kind of guest has its own way.</summary>
internal static unsafe class SharedInfoPage
{
    // Of xen/include/public/memory.h.
    private const uint AddToPhysmap = 7;
    private const uint SharedInfoSpace = 0;

    // Of xen/include/public/hvm/hvm_op.h and params.h.
    private const int SetParameter = 0;
    private const uint CallbackInterrupt = 0;
    private const ulong ByVector = 2ul << 56;

    /// <summary>A PV guest maps the machine frame.</summary>
    internal static SharedInfoView Map(Hypercalls<PvHypercallPage> xen, StartInfoView info, GuestMemory memory)
    {
        void* page = memory.Spare(16);
        Panic.IfError(xen.UpdateVaMapping(
            new GuestPointer64((ulong)page),
            Pte.Map(info.SharedInfo.Frame, PteFlags.Present | PteFlags.Writable | PteFlags.User),
            MappingFlush.LocalEntry));
        return SharedInfoView.Of((XenSdk.X86_64.SharedInfo*)page);
    }

    /// <summary>A PVH guest has Xen put the page where one of its own was, and says which interrupt an upcall is.</summary>
    /// <param name="xen">How to call Xen.</param>
    /// <param name="page">Guest-physical address of a page that nobody uses.</param>
    internal static SharedInfoView Map(Hypercalls<HvmHypercallPage> xen, ulong page)
    {
        var add = new AddToPhysmapArgument
        {
            Domain = DomainId.Self,
            Size = 0,
            Space = SharedInfoSpace,
            Index = 0,
            Frame = page / Page.Size,
        };
        Panic.IfError(xen.MemoryOp(AddToPhysmap, ref add));

        var parameter = new ParameterArgument
        {
            Domain = DomainId.Self,
            Index = CallbackInterrupt,
            Value = ByVector | Processor.UpcallVector,
        };
        Panic.IfError(xen.HvmOp(SetParameter, ref parameter));
        return SharedInfoView.Of((XenSdk.X86_64.SharedInfo*)(GuestImage.Base + page));
    }

    // struct xen_add_to_physmap
    private struct AddToPhysmapArgument
    {
        public DomainId Domain;
        public ushort Size;
        public uint Space;
        public ulong Index;
        public ulong Frame;
    }

    // struct xen_hvm_param
    private struct ParameterArgument
    {
        public DomainId Domain;
        public uint Index;
        public ulong Value;
    }
}
