using System.Diagnostics.CodeAnalysis;
using System.Runtime;
using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// The call gates of a guest that is linked from C# and assembly: symbols that XenSdk.Guest's assembly defines, one for each
/// hypercall number. On x86 a symbol is a slot of the hypercall page; with four and more arguments it is a trampoline that
/// moves the fourth from C's register to Xen's, and goes on to the slot; or, in an image for PV alone, makes the system call that
/// the slot is there for. On ARM it is three instructions with the number and <c>hvc</c>.
/// </summary>
/// <remarks>
/// .NET's own ways to call an address do not come down to a call instruction: an unmanaged function pointer polls for the
/// garbage collector after it, a managed one tests the pointer for its kind before it.
/// </remarks>
internal static partial class GuestSlots
{
    /// <summary>Makes the stack pointer the frame, takes from there what Xen expects in registers, and jumps to a slot.</summary>
    [RuntimeImport("xensdk_slot_jump"), MethodImpl(MethodImplOptions.InternalCall)]
    [DoesNotReturn]
    internal static extern void Jump(ulong frame, uint number);
}
