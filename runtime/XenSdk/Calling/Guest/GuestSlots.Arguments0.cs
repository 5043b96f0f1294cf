using System.Runtime;
using System.Runtime.CompilerServices;

namespace XenSdk;

// The slots, called with no arguments: one symbol for each, since only a call of a symbol is a bare call instruction.
internal static partial class GuestSlots
{
    /// <summary>Calls a slot with no arguments. With a constant number nothing but that call is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static long Call(uint number) => number switch
    {
        0 => Slot0(),
        1 => Slot1(),
        2 => Slot2(),
        3 => Slot3(),
        4 => Slot4(),
        5 => Slot5(),
        6 => Slot6(),
        7 => Slot7(),
        8 => Slot8(),
        9 => Slot9(),
        10 => Slot10(),
        11 => Slot11(),
        12 => Slot12(),
        13 => Slot13(),
        14 => Slot14(),
        15 => Slot15(),
        16 => Slot16(),
        17 => Slot17(),
        18 => Slot18(),
        19 => Slot19(),
        20 => Slot20(),
        21 => Slot21(),
        22 => Slot22(),
        23 => Slot23(),
        24 => Slot24(),
        25 => Slot25(),
        26 => Slot26(),
        27 => Slot27(),
        28 => Slot28(),
        29 => Slot29(),
        30 => Slot30(),
        31 => Slot31(),
        32 => Slot32(),
        33 => Slot33(),
        34 => Slot34(),
        35 => Slot35(),
        36 => Slot36(),
        37 => Slot37(),
        38 => Slot38(),
        39 => Slot39(),
        40 => Slot40(),
        41 => Slot41(),
        42 => Slot42(),
        43 => Slot43(),
        44 => Slot44(),
        45 => Slot45(),
        46 => Slot46(),
        47 => Slot47(),
        48 => Slot48(),
        49 => Slot49(),
        50 => Slot50(),
        51 => Slot51(),
        52 => Slot52(),
        53 => Slot53(),
        54 => Slot54(),
        55 => Slot55(),
        _ => Numbered(number),
    };

    [RuntimeImport("xensdk_slot_0"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot0();

    [RuntimeImport("xensdk_slot_1"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot1();

    [RuntimeImport("xensdk_slot_2"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot2();

    [RuntimeImport("xensdk_slot_3"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot3();

    [RuntimeImport("xensdk_slot_4"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot4();

    [RuntimeImport("xensdk_slot_5"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot5();

    [RuntimeImport("xensdk_slot_6"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot6();

    [RuntimeImport("xensdk_slot_7"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot7();

    [RuntimeImport("xensdk_slot_8"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot8();

    [RuntimeImport("xensdk_slot_9"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot9();

    [RuntimeImport("xensdk_slot_10"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot10();

    [RuntimeImport("xensdk_slot_11"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot11();

    [RuntimeImport("xensdk_slot_12"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot12();

    [RuntimeImport("xensdk_slot_13"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot13();

    [RuntimeImport("xensdk_slot_14"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot14();

    [RuntimeImport("xensdk_slot_15"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot15();

    [RuntimeImport("xensdk_slot_16"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot16();

    [RuntimeImport("xensdk_slot_17"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot17();

    [RuntimeImport("xensdk_slot_18"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot18();

    [RuntimeImport("xensdk_slot_19"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot19();

    [RuntimeImport("xensdk_slot_20"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot20();

    [RuntimeImport("xensdk_slot_21"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot21();

    [RuntimeImport("xensdk_slot_22"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot22();

    [RuntimeImport("xensdk_slot_23"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot23();

    [RuntimeImport("xensdk_slot_24"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot24();

    [RuntimeImport("xensdk_slot_25"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot25();

    [RuntimeImport("xensdk_slot_26"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot26();

    [RuntimeImport("xensdk_slot_27"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot27();

    [RuntimeImport("xensdk_slot_28"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot28();

    [RuntimeImport("xensdk_slot_29"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot29();

    [RuntimeImport("xensdk_slot_30"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot30();

    [RuntimeImport("xensdk_slot_31"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot31();

    [RuntimeImport("xensdk_slot_32"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot32();

    [RuntimeImport("xensdk_slot_33"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot33();

    [RuntimeImport("xensdk_slot_34"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot34();

    [RuntimeImport("xensdk_slot_35"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot35();

    [RuntimeImport("xensdk_slot_36"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot36();

    [RuntimeImport("xensdk_slot_37"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot37();

    [RuntimeImport("xensdk_slot_38"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot38();

    [RuntimeImport("xensdk_slot_39"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot39();

    [RuntimeImport("xensdk_slot_40"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot40();

    [RuntimeImport("xensdk_slot_41"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot41();

    [RuntimeImport("xensdk_slot_42"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot42();

    [RuntimeImport("xensdk_slot_43"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot43();

    [RuntimeImport("xensdk_slot_44"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot44();

    [RuntimeImport("xensdk_slot_45"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot45();

    [RuntimeImport("xensdk_slot_46"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot46();

    [RuntimeImport("xensdk_slot_47"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot47();

    [RuntimeImport("xensdk_slot_48"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot48();

    [RuntimeImport("xensdk_slot_49"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot49();

    [RuntimeImport("xensdk_slot_50"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot50();

    [RuntimeImport("xensdk_slot_51"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot51();

    [RuntimeImport("xensdk_slot_52"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot52();

    [RuntimeImport("xensdk_slot_53"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot53();

    [RuntimeImport("xensdk_slot_54"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot54();

    [RuntimeImport("xensdk_slot_55"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Slot55();

    [RuntimeImport("xensdk_slot_numbered_0"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Numbered(uint number);
}
