namespace XenSdk.Tests.Domains;

/// <summary>The word that names the owners of pages and of page tables, by the rule in xen.h's comment on mmu_update.</summary>
public sealed class ForeignDomainTests
{
    public static TheoryData<int> EdgeIds =>
        [0, 1, 2, 0x7FEE, 0x7FEF, 0x7FF0, 0x7FF1, 0x7FF2, 0x7FF3, 0x7FF4, 0x7FFE, 0x7FFF, 0x8000, 0xFFFD, 0xFFFE];

    [Theory]
    [MemberData(nameof(EdgeIds))]
    public void The_owner_of_pages_alone_leaves_the_page_tables_to_the_caller(int id)
    {
        var domain = ForeignDomain.Of((DomainId)id);

        Assert.Equal((uint)id, domain.Value);
        Assert.Equal((DomainId)id, domain.PageOwner);
        Assert.Equal(DomainId.Self, domain.PageTableOwner);
    }

    [Theory]
    [MemberData(nameof(EdgeIds))]
    public void The_owner_of_page_tables_is_written_plus_1_and_the_caller_as_0(int id)
    {
        var domain = ForeignDomain.Of(DomainId.Io, (DomainId)id);

        uint encoded = id == 0x7FF0 ? 0 : (uint)id + 1;
        Assert.Equal((encoded << 16) | 0x7FF1u, domain.Value);
        Assert.Equal(DomainId.Io, domain.PageOwner);
        Assert.Equal((DomainId)id, domain.PageTableOwner);
    }

    [Fact]
    public void Every_pair_of_halves_can_be_read_back()
    {
        for (uint half = 0; half <= 0xFFFF; half++)
        {
            var low = ForeignDomain.FromValue(half);
            Assert.True(low.PageOwner == (DomainId)half && low.PageTableOwner == DomainId.Self && low.Value == half);

            var high = ForeignDomain.FromValue(half << 16);
            DomainId expected = half == 0 ? DomainId.Self : (DomainId)(half - 1);
            Assert.True(high.PageTableOwner == expected && high.PageOwner == 0 && high.Value == half << 16);

            if (half < 0xFFFF)
            {
                var made = ForeignDomain.Of((DomainId)(half ^ 0x5555), (DomainId)half);
                Assert.True(made.PageOwner == (DomainId)(half ^ 0x5555) && made.PageTableOwner == (DomainId)half);
            }
        }
    }

    [Fact]
    public void The_id_that_has_no_room_plus_1_overflows_and_does_not_become_the_caller()
        => Assert.Throws<OverflowException>(() => ForeignDomain.Of(DomainId.Self, (DomainId)0xFFFF));

    [Fact]
    public void The_default_is_the_caller_and_not_domain_0()
    {
        Assert.Equal(0x7FF0u, default(ForeignDomain).Value);
        Assert.Equal(ForeignDomain.Self, ForeignDomain.Of(DomainId.Self));
        Assert.Equal(ForeignDomain.Self, ForeignDomain.Of(DomainId.Self, DomainId.Self));
        Assert.NotEqual(ForeignDomain.Self, ForeignDomain.Of(DomainIds.Initial));
    }

    [Fact]
    public void IO_memory_and_Xens_own_are_owners_of_pages()
    {
        Assert.Equal(0x7FF1u, ForeignDomain.Io.Value);
        Assert.Equal(0x7FF2u, ForeignDomain.Xen.Value);
    }
}
