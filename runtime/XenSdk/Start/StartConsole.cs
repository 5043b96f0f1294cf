namespace XenSdk;

/// <summary>The console of a domain that is not dom0: a page with two rings that it shares with the console daemon, and an
/// event channel to it (<see cref="RingConsole{TPath}"/>).</summary>
/// <param name="page">The page: a machine frame, which the guest has to map.</param>
/// <param name="port">The guest's end of the event channel.</param>
public readonly struct StartConsole(MachineFrame page, EventPort port)
{
    /// <summary>The page with the rings (<see cref="ConsolePage"/>): a machine frame, which the guest has to map.</summary>
    public MachineFrame Page { get; } = page;

    /// <summary>The guest's end of the event channel.</summary>
    public EventPort Port { get; } = port;
}
