namespace XenSdk.Tests.Calling;

public sealed class HypercallResultTests
{
    [Theory]
    [InlineData(0L, false)]
    [InlineData(1L, false)]
    [InlineData(long.MaxValue, false)]
    [InlineData(-1L, true)]
    [InlineData(-4095L, true)]
    [InlineData(-4096L, false)]
    [InlineData(long.MinValue, false)]
    public void The_words_from_minus_4095_to_minus_1_are_errors(long word, bool isError)
    {
        var result = new HypercallResult(word);

        Assert.Equal(isError, result.IsError);
        Assert.Equal(word, result.Value);
        Assert.Equal(isError ? (XenErrno)(-word) : XenErrno.None, result.Error);
    }

    [Fact]
    public void An_error_is_thrown_only_on_request()
    {
        var refused = new HypercallResult(-14);

        var thrown = Assert.Throws<XenHypercallException>(() => refused.ThrowIfError());

        Assert.Equal(XenErrno.EFAULT, thrown.Error);
        Assert.Equal(refused, thrown.Result);
        Assert.Equal("The hypercall failed with -EFAULT (14): bad address.", thrown.Message);
        Assert.Equal(7, new HypercallResult(7).ThrowIfError().Value);
    }

    [Theory]
    [InlineData(262161L, "262161")]
    [InlineData(-4096L, "-4096")]
    [InlineData(-38L, "-ENOSYS (38): no such hypercall, or none for this kind of guest")]
    [InlineData(-4000L, "-4000 (4000): an error that Xen's errno.h does not list")]
    public void It_reads_as_a_number_or_as_the_errors_name(long word, string text) =>
        Assert.Equal(text, new HypercallResult(word).ToString());

    [Fact]
    public void Results_are_equal_when_their_words_are()
    {
        Assert.Equal(new HypercallResult(-22), HypercallResult.FromError(XenErrno.EINVAL));
        Assert.True(new HypercallResult(1) != new HypercallResult(2));
        Assert.False(new HypercallResult(1).Equals((object?)1L));
    }
}
