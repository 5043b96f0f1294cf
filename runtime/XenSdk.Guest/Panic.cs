using System.Diagnostics.CodeAnalysis;
using System.Runtime;
using System.Runtime.CompilerServices;

namespace XenSdk.Guest;

/// <summary>The end of a guest that cannot go on: says why on the console, and has Xen note the domain as crashed.</summary>
public static unsafe class Panic
{
    /// <summary>SCHEDOP_shutdown and SHUTDOWN_crash of xen/include/public/sched.h.</summary>
    private const ulong SchedOpShutdown = 2;
    private const uint ShutdownCrash = 3;

    /// <summary>Says why and where, and does not come back.</summary>
    /// <param name="reason">ASCII.</param>
    /// <param name="file">Filled in by the compiler: the C# file of the caller.</param>
    /// <param name="line">Filled in by the compiler: the line in it.</param>
    [DoesNotReturn]
    public static void Because(string reason, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        Console.WriteLine($"panic: {reason}");
        Console.WriteLine($"  at {file}:{line}");
        End();
    }

    /// <summary>Goes on if Xen did what it was asked for; otherwise says what Xen answered and where, and does not come back.</summary>
    /// <param name="result">What Xen answered.</param>
    /// <param name="call">Filled in by the compiler: the C# expression.</param>
    /// <param name="file">Filled in by the compiler: the C# file of the caller.</param>
    /// <param name="line">Filled in by the compiler: the line in it.</param>
    public static void IfError(
        HypercallResult result,
        [CallerArgumentExpression(nameof(result))] string call = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        if (!result.IsError)
            return;
        Console.WriteLine($"panic: Xen answered {result} to {call}");
        Console.WriteLine($"  at {file}:{line}");
        End();
    }

    /// <summary>Every mode has its gates under the same symbols, and the console in every one.</summary>
    private static GuestConsole<PvHypercallPage> Console => default;

    /// <summary>A check that C# makes by itself has failed; called from assembly.</summary>
    [RuntimeExport("xensdk_panic_check")]
    private static void BecauseOfCheck(int check, ulong address)
    {
        string reason = check switch
        {
            1 => "arithmetic overflow",
            2 => "index out of range",
            3 => "division by zero",
            4 => "null reference",
            6 => "memory on the stack was overrun",
            _ => "invalid use",
        };
        Console.WriteLine($"panic: {reason}");
        Console.WriteLine($"  in the code at 0x{address:x}");
        End();
    }

    /// <summary>A trap that nobody handles; called from assembly.</summary>
    [RuntimeExport("xensdk_panic_trap")]
    private static void BecauseOfTrap(TrapFrame* frame)
    {
        Console.WriteLine($"panic: trap {frame->Vector}, error code 0x{frame->ErrorCode:x}");
        Console.WriteLine($"  in the code at 0x{frame->Rip:x}, stack 0x{frame->Rsp:x}, flags 0x{frame->Rflags:x}");
        Console.WriteLine($"  rax 0x{frame->Rax:x} rcx 0x{frame->Rcx:x} rdx 0x{frame->Rdx:x} rbx 0x{frame->Rbx:x}");
        Console.WriteLine($"  rsi 0x{frame->Rsi:x} rdi 0x{frame->Rdi:x} rbp 0x{frame->Rbp:x} r8 0x{frame->R8:x}");
        End();
    }

    /// <summary>An exception that nobody handles on arm64; called from assembly.</summary>
    [RuntimeExport("xensdk_panic_exception")]
    private static void BecauseOfException(ArmTrapFrame* frame)
    {
        Console.WriteLine($"panic: exception of class 0x{(ulong)frame->Class:x}, syndrome 0x{frame->Syndrome:x}, fault address 0x{frame->FaultAddress:x}");
        Console.WriteLine($"  in the code at 0x{frame->Pc:x}, called from 0x{frame->X30:x}, stack 0x{frame->Sp:x}, state 0x{frame->Pstate:x}");
        Console.WriteLine($"  x0 0x{frame->X0:x} x1 0x{frame->X1:x} x2 0x{frame->X2:x} x3 0x{frame->X3:x}");
        Console.WriteLine($"  x4 0x{frame->X4:x} x5 0x{frame->X5:x} x8 0x{frame->X8:x} x29 0x{frame->X29:x}");
        End();
    }

    [DoesNotReturn]
    private static void End()
    {
        OnPanic();
        uint reason = ShutdownCrash;
        while (true)
            _ = new PvHypercallPage().Call((uint)HypercallNumber.SchedOp, SchedOpShutdown, (ulong)&reason);
    }

    /// <summary>The kernel's own method, where it has one.</summary>
    [RuntimeImport("xensdk_call_on_panic"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void OnPanic();
}
