using System.Reflection;
using XenSdk.Abi;
using static XenSdk.Generator.Tests.Sample;

namespace XenSdk.Generator.Tests;

public class StructTests
{
    [Fact]
    public void A_struct_has_the_headers_fields()
    {
        AbiModel model = Model(AbiTarget.X86_64, Struct("mmu_update", 16, 8, Field("ptr", U64, 0, 8), Field("val", U64, 8, 8)));
        GenerationResult result = Generation.Of(model).Run();
        Console.WriteLine(result.AllText);
        Type type = result.Load().GetType("Sample.MmuUpdate", throwOnError: true)!;
        Assert.Equal(["Ptr", "Val"], type.GetFields().Select(field => field.Name));
    }
}
