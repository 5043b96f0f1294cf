using System.Runtime;
using System.Runtime.CompilerServices;

namespace XenSdk;

// The slots, called with five arguments: one symbol for each, since only a call of a symbol is a bare call instruction.
internal static partial class GuestSlots
{
    /// <summary>Calls a slot with five arguments. With a constant number nothing but that call is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static long Call(uint number, ulong a1, ulong a2, ulong a3, ulong a4, ulong a5) => number switch
    {
        0 => Slot0(a1, a2, a3, a4, a5),
        1 => Slot1(a1, a2, a3, a4, a5),
        2 => Slot2(a1, a2, a3, a4, a5),
        3 => Slot3(a1, a2, a3, a4, a5),
        4 => Slot4(a1, a2, a3, a4, a5),
        5 => Slot5(a1, a2, a3, a4, a5),
        6 => Slot6(a1, a2, a3, a4, a5),
        7 => Slot7(a1, a2, a3, a4, a5),
        8 => Slot8(a1, a2, a3, a4, a5),
        9 => Slot9(a1, a2, a3, a4, a5),
        10 => Slot10(a1, a2, a3, a4, a5),
        11 => Slot11(a1, a2, a3, a4, a5),
        12 => Slot12(a1, a2, a3, a4, a5),
        13 => Slot13(a1, a2, a3, a4, a5),
        14 => Slot14(a1, a2, a3, a4, a5),
        15 => Slot15(a1, a2, a3, a4, a5),
        16 => Slot16(a1, a2, a3, a4, a5),
        17 => Slot17(a1, a2, a3, a4, a5),
        18 => Slot18(a1, a2, a3, a4, a5),
        19 => Slot19(a1, a2, a3, a4, a5),
        20 => Slot20(a1, a2, a3, a4, a5),
        21 => Slot21(a1, a2, a3, a4, a5),
        22 => Slot22(a1, a2, a3, a4, a5),
        23 => Slot23(a1, a2, a3, a4, a5),
        24 => Slot24(a1, a2, a3, a4, a5),
        25 => Slot25(a1, a2, a3, a4, a5),
        26 => Slot26(a1, a2, a3, a4, a5),
        27 => Slot27(a1, a2, a3, a4, a5),
        28 => Slot28(a1, a2, a3, a4, a5),
        29 => Slot29(a1, a2, a3, a4, a5),
        30 => Slot30(a1, a2, a3, a4, a5),
        31 => Slot31(a1, a2, a3, a4, a5),
        32 => Slot32(a1, a2, a3, a4, a5),
        33 => Slot33(a1, a2, a3, a4, a5),
        34 => Slot34(a1, a2, a3, a4, a5),
        35 => Slot35(a1, a2, a3, a4, a5),
        36 => Slot36(a1, a2, a3, a4, a5),
        37 => Slot37(a1, a2, a3, a4, a5),
        38 => Slot38(a1, a2, a3, a4, a5),
        39 => Slot39(a1, a2, a3, a4, a5),
        40 => Slot40(a1, a2, a3, a4, a5),
        41 => Slot41(a1, a2, a3, a4, a5),
        42 => Slot42(a1, a2, a3, a4, a5),
        43 => Slot43(a1, a2, a3, a4, a5),
        44 => Slot44(a1, a2, a3, a4, a5),
        45 => Slot45(a1, a2, a3, a4, a5),
        46 => Slot46(a1, a2, a3, a4, a5),
        47 => Slot47(a1, a2, a3, a4, a5),
        48 => Slot48(a1, a2, a3, a4, a5),
        49 => Slot49(a1, a2, a3, a4, a5),
        50 => Slot50(a1, a2, a3, a4, a5),
        51 => Slot51(a1, a2, a3, a4, a5),
        52 => Slot52(a1, a2, a3, a4, a5),
        53 => Slot53(a1, a2, a3, a4, a5),
        54 => Slot54(a1, a2, a3, a4, a5),
        55 => Slot55(a1, a2, a3, a4, a5),
        _ => Numbered(a1, a2, a3, a4, a5, number),
    };

    [RuntimeImport("xensdk_slot_0_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot0(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_1_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot1(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_2_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot2(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_3_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot3(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_4_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot4(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_5_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot5(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_6_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot6(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_7_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot7(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_8_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot8(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_9_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot9(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_10_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot10(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_11_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot11(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_12_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot12(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_13_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot13(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_14_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot14(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_15_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot15(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_16_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot16(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_17_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot17(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_18_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot18(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_19_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot19(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_20_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot20(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_21_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot21(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_22_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot22(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_23_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot23(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_24_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot24(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_25_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot25(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_26_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot26(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_27_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot27(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_28_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot28(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_29_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot29(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_30_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot30(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_31_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot31(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_32_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot32(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_33_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot33(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_34_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot34(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_35_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot35(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_36_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot36(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_37_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot37(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_38_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot38(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_39_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot39(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_40_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot40(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_41_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot41(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_42_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot42(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_43_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot43(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_44_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot44(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_45_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot45(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_46_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot46(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_47_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot47(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_48_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot48(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_49_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot49(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_50_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot50(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_51_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot51(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_52_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot52(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_53_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot53(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_54_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot54(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_55_r10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot55(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);

    [RuntimeImport("xensdk_slot_numbered_5"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern long Numbered(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5, uint number);
}
