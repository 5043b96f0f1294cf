using XenSdk.Abi;
using XenSdk.Reader.Tests.Support;
using static XenSdk.Abi.AbiScalarKind;
using static XenSdk.Reader.Tests.Support.Reading;

namespace XenSdk.Reader.Tests;

public sealed class TypedefTests
{
    [Fact]
    public void Typedefs_of_scalars_arrays_and_pointers_are_carried()
    {
        AbiModel model = Model("typedef unsigned short domid_t; typedef unsigned char handle_t[16]; typedef const int *ints_t; typedef domid_t again_t;");

        Assert.Equal(
            [
                ("domid_t", "Domid", Of(U16), 2, 2),
                ("handle_t", "Handle", new AbiArray(Of(U8), 16), 16, 1),
                ("ints_t", "Ints", new AbiPointer(Of(S32), 64, true, false), 8, 8),
                ("again_t", "Again", Of(U16), 2, 2),
            ],
            model.Typedefs.Select(typedef => (typedef.Name, typedef.CSharpName, typedef.Type, typedef.Size, typedef.Align)));
    }

    [Fact]
    public void Functions_are_no_types() => Assert.Empty(Model("typedef int callback_t(int); int declared(void);").Typedefs);
}
