using XenSdk.Abi;
using XenSdk.Reader.Tests.Support;
using static XenSdk.Abi.AbiScalarKind;
using static XenSdk.Reader.Tests.Support.Reading;

namespace XenSdk.Reader.Tests;

public sealed class EnumTests
{
    [Fact]
    public void A_C_enum_keeps_its_name_and_its_members_lose_what_they_share()
    {
        AbiModel model = Model("enum xsd_type { XSD_TYPE_READ, XSD_TYPE_WRITE_ALL = 7 }; struct s { enum xsd_type t; };");
        AbiEnum group = model.Enum("XsdType");

        Assert.Equal(("enum xsd_type", U32), (group.Name, group.Underlying));
        Assert.Equal([("Read", "0"), ("WriteAll", "7")], group.Members.Select(member => (member.CSharpName, member.Value.ToString())));
        Assert.Equal(new AbiNamed("enum xsd_type"), model.Record("struct s").Field("t").Type);
    }

    [Fact]
    public void Negative_and_large_members_keep_their_values()
    {
        AbiModel model = Model("enum n { N_A = -2, N_B = 3 }; enum l { L_A = 0x80000000u, L_B };");

        Assert.Equal((S32, "-2"), (model.Enum("N").Underlying, model.Enum("N").Members[0].Value.ToString()));
        Assert.Equal((U32, "2147483648"), (model.Enum("L").Underlying, model.Enum("L").Members[0].Value.ToString()));
    }

    [Fact]
    public void An_enum_without_a_tag_has_the_name_of_its_typedef_or_of_what_its_members_share()
    {
        AbiModel model = Model("typedef enum { ONE_A, ONE_B } first_t; enum { FEATURE_X = 1, FEATURE_Y };");

        Assert.Equal("first_t", model.Enum("First").Name);
        Assert.Equal(("", 2), (model.Enum("Feature").Name, model.Enum("Feature").Members.Count));
    }

    [Fact]
    public void A_packed_enum_is_as_narrow_as_clang_makes_it() =>
        Assert.Equal(U8, Model("enum tiny { TINY_A, TINY_B } __attribute__((packed));").Enum("Tiny").Underlying);

    [Fact]
    public void Nothing_is_taken_off_where_the_rest_would_be_no_name() =>
        Assert.Equal(["Mode3d", "Mode4d"], Model("enum mode { MODE_3D, MODE_4D };").Enum("Mode").Members.Select(member => member.CSharpName));
}
