using System.Runtime;
using System.Runtime.CompilerServices;

namespace XenSdk.Guest;

/// <summary>Instructions of arm64 that C# has no words for.</summary>
public static class ArmProcessor
{
    /// <summary>The virtual counter (<c>CNTVCT_EL0</c>), read behind everything that stands before it.</summary>
    [RuntimeImport("xensdk_read_counter"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern ulong ReadCounter();

    /// <summary>Ticks of the counter in a second (<c>CNTFRQ_EL0</c>).</summary>
    [RuntimeImport("xensdk_read_counter_frequency"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern ulong ReadCounterFrequency();

    /// <summary>Ends an emulator or debugger by semihosting (<c>SYS_EXIT</c>). Elsewhere the instruction traps.</summary>
    [RuntimeImport("xensdk_semihosting_exit"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void SemihostingExit(uint code);

    /// <summary>Lets interrupts come (<c>msr daifclr, #2</c>).</summary>
    [RuntimeImport("xensdk_enable_interrupts"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void EnableInterrupts();

    /// <summary>Keeps interrupts from coming (<c>msr daifset, #2</c>).</summary>
    [RuntimeImport("xensdk_disable_interrupts"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void DisableInterrupts();

    /// <summary>Waits until an interrupt is there, whether it may come or not (<c>wfi</c>).</summary>
    [RuntimeImport("xensdk_wait_for_interrupt"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void WaitForInterrupt();

    /// <summary>Turns the processor's interface of a GICv3 on, for interrupts of group 1 and any priority.</summary>
    [RuntimeImport("xensdk_gic_enable"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void EnableInterruptInterface();

    /// <summary>Takes the interrupt at hand (<c>ICC_IAR1_EL1</c>).</summary>
    /// <returns>Its number; from 1020 on there is none.</returns>
    [RuntimeImport("xensdk_gic_acknowledge"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern uint AcknowledgeInterrupt();

    /// <summary>Says that an interrupt is dealt with (<c>ICC_EOIR1_EL1</c>).</summary>
    [RuntimeImport("xensdk_gic_end"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void EndInterrupt(uint number);

    /// <summary>Has the virtual timer interrupt when the counter reaches a value (<c>CNTV_CVAL_EL0</c>).</summary>
    [RuntimeImport("xensdk_set_timer"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void SetTimer(ulong counter);

    /// <summary>Turns the virtual timer off.</summary>
    [RuntimeImport("xensdk_stop_timer"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void StopTimer();

    /// <summary>Where the first-level table is that addresses are translated by (<c>TTBR0_EL1</c>): a physical address, and that of
    /// the table in C#'s address space, too. Its 512 entries are for a GiB each.</summary>
    [RuntimeImport("xensdk_read_translation_table"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern ulong ReadTranslationTable();

    /// <summary>Has every address translated anew, by tables as they stand now (<c>tlbi vmalle1</c>).</summary>
    [RuntimeImport("xensdk_invalidate_translations"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void InvalidateTranslations();
}
