using System.Runtime;
using System.Runtime.CompilerServices;

namespace XenSdk;

// The slots, called with three arguments: one symbol for each, since only a call of a symbol is a bare call instruction.
internal static partial class GuestSlots
{
    /// <summary>Calls a slot with three arguments. With a constant number nothing but that call is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static long Call(uint number, ulong a1, ulong a2, ulong a3) => number switch
    {
        0 => Slot0(a1, a2, a3),
        1 => Slot1(a1, a2, a3),
        2 => Slot2(a1, a2, a3),
        3 => Slot3(a1, a2, a3),
        4 => Slot4(a1, a2, a3),
        5 => Slot5(a1, a2, a3),
        6 => Slot6(a1, a2, a3),
        7 => Slot7(a1, a2, a3),
        8 => Slot8(a1, a2, a3),
        9 => Slot9(a1, a2, a3),
        10 => Slot10(a1, a2, a3),
        11 => Slot11(a1, a2, a3),
        12 => Slot12(a1, a2, a3),
        13 => Slot13(a1, a2, a3),
        14 => Slot14(a1, a2, a3),
        15 => Slot15(a1, a2, a3),
        16 => Slot16(a1, a2, a3),
        17 => Slot17(a1, a2, a3),
        18 => Slot18(a1, a2, a3),
        19 => Slot19(a1, a2, a3),
        20 => Slot20(a1, a2, a3),
        21 => Slot21(a1, a2, a3),
        22 => Slot22(a1, a2, a3),
        23 => Slot23(a1, a2, a3),
        24 => Slot24(a1, a2, a3),
        25 => Slot25(a1, a2, a3),
        26 => Slot26(a1, a2, a3),
        27 => Slot27(a1, a2, a3),
        28 => Slot28(a1, a2, a3),
        29 => Slot29(a1, a2, a3),
        30 => Slot30(a1, a2, a3),
        31 => Slot31(a1, a2, a3),
        32 => Slot32(a1, a2, a3),
        33 => Slot33(a1, a2, a3),
        34 => Slot34(a1, a2, a3),
        35 => Slot35(a1, a2, a3),
        36 => Slot36(a1, a2, a3),
        37 => Slot37(a1, a2, a3),
        38 => Slot38(a1, a2, a3),
        39 => Slot39(a1, a2, a3),
        40 => Slot40(a1, a2, a3),
        41 => Slot41(a1, a2, a3),
        42 => Slot42(a1, a2, a3),
        43 => Slot43(a1, a2, a3),
        44 => Slot44(a1, a2, a3),
        45 => Slot45(a1, a2, a3),
        46 => Slot46(a1, a2, a3),
        47 => Slot47(a1, a2, a3),
        48 => Slot48(a1, a2, a3),
        49 => Slot49(a1, a2, a3),
        50 => Slot50(a1, a2, a3),
        51 => Slot51(a1, a2, a3),
        52 => Slot52(a1, a2, a3),
        53 => Slot53(a1, a2, a3),
        54 => Slot54(a1, a2, a3),
        55 => Slot55(a1, a2, a3),
        _ => Numbered(a1, a2, a3, number),
    };

    [RuntimeImport("xensdk_slot_0"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot0(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_1"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot1(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_2"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot2(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_3"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot3(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_4"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot4(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_5"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot5(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_6"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot6(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_7"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot7(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_8"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot8(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_9"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot9(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot10(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_11"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot11(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_12"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot12(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_13"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot13(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_14"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot14(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_15"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot15(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_16"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot16(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_17"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot17(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_18"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot18(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_19"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot19(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_20"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot20(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_21"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot21(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_22"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot22(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_23"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot23(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_24"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot24(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_25"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot25(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_26"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot26(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_27"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot27(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_28"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot28(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_29"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot29(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_30"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot30(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_31"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot31(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_32"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot32(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_33"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot33(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_34"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot34(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_35"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot35(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_36"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot36(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_37"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot37(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_38"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot38(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_39"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot39(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_40"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot40(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_41"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot41(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_42"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot42(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_43"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot43(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_44"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot44(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_45"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot45(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_46"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot46(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_47"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot47(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_48"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot48(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_49"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot49(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_50"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot50(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_51"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot51(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_52"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot52(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_53"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot53(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_54"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot54(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_55"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot55(ulong a1, ulong a2, ulong a3);

    [RuntimeImport("xensdk_slot_numbered_3"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Numbered(ulong a1, ulong a2, ulong a3, uint number);
}
