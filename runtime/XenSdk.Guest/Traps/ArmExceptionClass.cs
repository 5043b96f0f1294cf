namespace XenSdk.Guest;

/// <summary>What an instruction at EL1 has caused on arm64: <c>ESR_EL1.EC</c> (Arm Architecture Reference Manual, DDI 0487). The
/// processor has more classes than have names here; a number of 0 to 63 can be cast.</summary>
public enum ArmExceptionClass
{
    /// <summary>An instruction that there is none of, or that is not allowed.</summary>
    Unknown = 0x00,

    /// <summary>A floating-point instruction while these are turned off.</summary>
    FloatingPointAccess = 0x07,

    /// <summary>A jump to where the processor's own checks of a jump's target do not let it.</summary>
    BranchTarget = 0x0d,

    /// <summary>An illegal return from an exception.</summary>
    IllegalState = 0x0e,

    /// <summary><c>svc</c>. The frame goes on behind it.</summary>
    SupervisorCall = 0x15,

    /// <summary>A system register that the guest may not use.</summary>
    SystemRegister = 0x18,

    /// <summary>An instruction could not be fetched from its address.</summary>
    InstructionAbort = 0x21,

    /// <summary>The address of an instruction is no multiple of 4.</summary>
    PcAlignment = 0x22,

    /// <summary>An address could not be read or written: not mapped, not allowed, or nothing behind it.</summary>
    DataAbort = 0x25,

    /// <summary>The stack pointer is no multiple of 16.</summary>
    SpAlignment = 0x26,

    /// <summary>A floating-point exception that was asked for.</summary>
    FloatingPoint = 0x2c,

    /// <summary><c>brk</c>. The frame is at the instruction: add 4 to its <see cref="ArmTrapFrame.Pc"/> to go on.</summary>
    Breakpoint = 0x3c,
}
