namespace XenSdk.Tests.Domains;

/// <summary>Ids of domains.</summary>
public sealed class DomainIdTests
{
    [Fact]
    public void The_reserved_ids_are_those_of_xen_h()
    {
        Assert.Equal(
            [0x7FF0, 0x7FF0, 0x7FF1, 0x7FF2, 0x7FF3, 0x7FF4, 0x7FFF],
            new[]
            {
                DomainId.FirstReserved, DomainId.Self, DomainId.Io, DomainId.Xen, DomainId.CopyOnWrite, DomainId.Invalid, DomainId.Idle,
            }.Select(id => (int)id));
        Assert.DoesNotContain(Enum.GetValues<DomainId>(), id => id.IsOrdinary());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0x7FEF)]
    public void Ordinary_domains_are_numbered_below_the_first_reserved_id(int number)
    {
        Assert.Equal((DomainId)number, DomainIds.Of(number));
        Assert.True(DomainIds.Of(number).IsOrdinary());
        Assert.True(DomainIds.TryOf(number, out DomainId domain));
        Assert.Equal((DomainId)number, domain);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0x7FF0)]
    [InlineData(0x1_0000)]
    public void A_number_that_no_ordinary_domain_has_is_refused(int number)
    {
        Assert.Throws<OverflowException>(() => DomainIds.Of(number));
        Assert.False(DomainIds.TryOf(number, out DomainId domain));
        Assert.Equal(DomainId.Invalid, domain);
    }

    [Fact]
    public void The_initial_domain_is_number_0() => Assert.Equal(DomainIds.Of(0), DomainIds.Initial);
}
