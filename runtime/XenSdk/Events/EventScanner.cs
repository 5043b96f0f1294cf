using System.Numerics;
using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// Takes the events that have come for one vCPU, one port after the other. It is fair: it goes on behind the port that it
/// gave out last, so that a port with an event gets its turn before any other gets two.
/// </summary>
/// <remarks>
/// <para>The event is cleared before the port is given out, so that one which comes while it is handled is given out again,
/// and of several vCPUs that look at the same port only one gets it. Masked ports are left alone; their events are found after
/// <see cref="EventChannels.Unmask"/>.</para>
/// <para>Keep one per vCPU in a variable, and use that: a copy knows nothing of what the other has taken. Work through it until
/// it returns false, or call <see cref="PutBack"/>. It is for the vCPU alone, with upcalls masked, as in an upcall handler:</para>
/// <code>
/// while (scanner.TryTake(out EventPort port))
///     Handle(port);
/// </code>
/// <para>Nothing is allocated. Linux's scan (<c>drivers/xen/events/events_2l.c</c>) resumes behind the last port too, but works
/// through the selector as it was at first, so that a port which is raised again at once can be served twice before another.</para>
/// </remarks>
public struct EventScanner
{
    private readonly EventChannels _channels;
    private readonly VcpuEvents _vcpu;
    private readonly EventPortSet _own;
    private readonly bool _ownOnly;

    // Words that came out of the selector, and in which there may be something left.
    private ulong _words;

    // The word and the bit behind the port that was given out last.
    private int _word;
    private int _bit;

    /// <summary>A scanner that takes every port's events: for a guest with one vCPU, or whose vCPUs may handle each other's.</summary>
    /// <param name="channels">The domain's event channels.</param>
    /// <param name="vcpu">The vCPU.</param>
    public EventScanner(EventChannels channels, VcpuEvents vcpu)
    {
        _channels = channels;
        _vcpu = vcpu;
    }

    /// <summary>A scanner that takes the events of some ports: of those that are bound to its vCPU.</summary>
    /// <param name="channels">The domain's event channels.</param>
    /// <param name="vcpu">The vCPU.</param>
    /// <param name="own">The ports that are bound to it; looked at anew with every step.</param>
    public EventScanner(EventChannels channels, VcpuEvents vcpu, EventPortSet own)
        : this(channels, vcpu)
    {
        _own = own;
        _ownOnly = true;
    }

    /// <summary>Takes the next event.</summary>
    /// <param name="port">Where it came; port 0 where there is none.</param>
    /// <returns>False if there is none. For any that comes later, the upcall becomes pending again.</returns>
    public bool TryTake(out EventPort port)
    {
        while (true)
        {
            // What has come since the last step takes part at once: that is what makes the order fair. And where nothing is
            // left of earlier, only a selector that is empty after the pending flag was cleared says that there is no more.
            if (_words == 0 || _vcpu.HasWords)
            {
                _words |= _vcpu.TakeWords();
                if (_words == 0)
                {
                    port = default;
                    return false;
                }
            }

            if (TryTakeFromWords(out port))
                return true;
        }
    }

    /// <summary>Ends the round early: gives what was not looked at back to the vCPU's selector and marks the upcall as pending,
    /// so that nothing is forgotten. The next round still goes on behind the last port.</summary>
    public void PutBack()
    {
        if (_words == 0)
            return;
        _vcpu.PutWords(_words);
        _words = 0;
    }

    // Looks at the words in hand, in the order of the ports, from behind the last port once around.
    private bool TryTakeFromWords(out EventPort port)
    {
        int word = _word;
        int from = _bit;
        while (_words != 0)
        {
            if (((_words >> word) & 1) == 0)
            {
                word = WordAfter(word);
                from = 0;
            }

            // What is active now, not when the word came: a port may have been masked meanwhile.
            ulong left = Active(word) >> from << from;
            if (left != 0)
            {
                int bit = BitOperations.TrailingZeroCount(left);
                uint number = (uint)((word * _channels.WordBits) + bit);
                if (!_channels.Take(number))
                    continue;
                GoBehind(word, bit);
                port = new EventPort(number);
                return true;
            }

            // A word that was looked at from its middle stays: its lower bits have their turn after all other words.
            if (from == 0)
                _words &= ~(1UL << word);
            else
                word = WordAfter(word);
            from = 0;
        }

        port = default;
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ulong Active(int word)
    {
        ulong active = _channels.Active(word);
        return _ownOnly ? active & _own.Word(word, _channels.WordBits) : active;
    }

    // The next word in hand behind a word, once around: the word itself if there is no other.
    private readonly int WordAfter(int word)
    {
        // In two shifts, since one by 64 would be one by 0.
        ulong behind = _words >> word >> 1 << word << 1;
        return BitOperations.TrailingZeroCount(behind != 0 ? behind : _words);
    }

    private void GoBehind(int word, int bit)
    {
        _bit = (bit + 1) & (_channels.WordBits - 1);
        _word = _bit != 0 ? word : (word + 1) & (_channels.WordBits - 1);
    }
}
