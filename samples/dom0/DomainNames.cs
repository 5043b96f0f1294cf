using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Dom0.XenHeaders;

namespace Dom0;

/// <summary>Knows what domains are called.</summary>
internal interface IDomainNames
{
    /// <summary>The name of a domain; null where it has none.</summary>
    string? Find(ushort domain);
}

/// <summary>Names out of xenstore, which its daemon is asked for through its socket: a message is a header and text (Xen:
/// xen/include/public/io/xs_wire.h). Where the daemon does not run, domains have no names.</summary>
internal sealed class XenstoreNames : IDomainNames, IDisposable
{
    private const string SocketPath = "/var/run/xenstored/socket";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly Socket? _socket;

    public XenstoreNames()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(SocketPath));
            socket.ReceiveTimeout = (int)s_patience.TotalMilliseconds;
            _socket = socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
        }
    }

    public void Dispose() => _socket?.Dispose();

    public string? Find(ushort domain)
    {
        if (_socket is null)
            return null;
        byte[] path = Encoding.ASCII.GetBytes($"/local/domain/{domain}/name\0");
        var header = new XsdSockmsg { Type = (uint)XsdSockmsgType.Read, Len = (uint)path.Length };
        _socket.Send(MemoryMarshal.AsBytes(new ReadOnlySpan<XsdSockmsg>(in header)));
        _socket.Send(path);

        Receive(MemoryMarshal.AsBytes(new Span<XsdSockmsg>(ref header)));
        var answer = new byte[header.Len];
        Receive(answer);
        return header.Type == (uint)XsdSockmsgType.Read ? Encoding.UTF8.GetString(answer) : null;
    }

    private void Receive(Span<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int received = _socket!.Receive(bytes);
            if (received == 0)
                throw new ToolstackException("xenstored closed the connection. See its log.");
            bytes = bytes[received..];
        }
    }
}
