using System.Diagnostics.CodeAnalysis;

namespace XenSdk.Simulation;

/// <summary>Handles an upcall in the place of a guest's handler (<c>set_callbacks</c>).</summary>
/// <param name="vcpu">Number of the vCPU that is called. Hypercalls of the handler are its.</param>
public delegate void UpcallHandler(int vcpu);

/// <summary>
/// Makes upcalls: a vCPU with its upcall pending and not masked is called, with the mask set on the way in and given back
/// its old value on the way out, as <c>iret</c> does (xen/arch/x86/x86_64/entry.S, <c>test_guest_events</c>).
/// </summary>
/// <remarks>Xen interrupts a guest anywhere. The simulation calls on the way out of a hypercall, also of one that is
/// preempted, and when a test has raised an event or moved the clock.</remarks>
internal sealed class Upcalls(object @lock, Action<Exception> fail) : IDisposable
{
    private readonly ThreadLocal<int> _vcpu = new();

    /// <summary>The guest's handler; null where it has none.</summary>
    internal UpcallHandler? Handler { get; set; }

    /// <summary>The domain that is called.</summary>
    internal SimulatedDomain Domain { get; set; } = null!;

    /// <summary>The vCPU that the calling thread is.</summary>
    internal int Vcpu
    {
        get => _vcpu.Value;
        set => _vcpu.Value = value;
    }

    public void Dispose() => _vcpu.Dispose();

    /// <summary>Calls every vCPU that is to be called, until none is. Xen's lock must not be held.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "The exception is kept for the test to find.")]
    internal void Deliver()
    {
        if (Handler is not { } handler)
            return;
        int caller = Vcpu;
        for (int vcpu = 0; vcpu < Domain.Vcpus.Length; vcpu++)
        {
            while (TryEnter(vcpu))
            {
                try
                {
                    Vcpu = vcpu;
                    handler(vcpu);
                }
                catch (Exception e)
                {
                    fail(e);
                    return;
                }
                finally
                {
                    Vcpu = caller;
                    Volatile.Write(ref Domain.Events.Delivery.UpcallMask(vcpu), 0);
                }
            }
        }
    }

    private bool TryEnter(int vcpu)
    {
        lock (@lock)
        {
            EventDelivery delivery = Domain.Events.Delivery;
            if (!delivery.NeedsUpcall(vcpu))
                return false;
            Volatile.Write(ref delivery.UpcallMask(vcpu), 1);
            return true;
        }
    }
}
