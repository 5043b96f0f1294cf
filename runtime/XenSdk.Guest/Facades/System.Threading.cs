using System.Runtime.CompilerServices;
using System.Threading;

[assembly: TypeForwardedTo(typeof(Interlocked))]
[assembly: TypeForwardedTo(typeof(Volatile))]
