using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

[assembly: TypeForwardedTo(typeof(Vector128<>))]
[assembly: TypeForwardedTo(typeof(Vector128))]
