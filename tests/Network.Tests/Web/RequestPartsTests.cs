// Ranges, tags and paths of requests.

using RustKernel.Services.Web.Http;
using Xunit;

namespace RustKernel.Network.Tests.Web;

public sealed class RequestPartsTests
{
    [Theory]
    [InlineData("bytes=0-0", 10, 0, 1)]
    [InlineData("bytes=2-5", 10, 2, 4)]
    [InlineData("Bytes=2-", 10, 2, 8)]
    [InlineData("bytes=9-99999999999999999999999", 10, 9, 1)]
    [InlineData("bytes=-3", 10, 7, 3)]
    [InlineData("bytes=-99", 10, 0, 10)]
    [InlineData("bytes=10-", 10, 10, 0)]
    [InlineData("bytes=99999999999999999999999-", 10, long.MaxValue, 0)]
    [InlineData("bytes=-0", 10, 10, 0)]
    [InlineData("bytes=0-", 0, 0, 0)]
    public void A_range_is_a_part(string text, long length, long first, long count)
    {
        ByteRange? range = ByteRange.Parse(text, length);
        Assert.NotNull(range);
        Assert.Equal((first, count), (range.Value.First, range.Value.Length));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("bytes=")]
    [InlineData("bytes=-")]
    [InlineData("bytes=5-2")]
    [InlineData("bytes=a-2")]
    [InlineData("bytes=1-b")]
    [InlineData("bytes=+1-2")]
    [InlineData("bytes=0-1,3-4")]
    [InlineData("lines=0-1")]
    [InlineData("bytes 0-1")]
    public void What_is_no_range_is_the_whole(string? text) => Assert.Null(ByteRange.Parse(text, 10));

    [Fact]
    public void The_end_of_an_empty_file_is_the_whole() => Assert.Null(ByteRange.Parse("bytes=-1", 0));

    [Theory]
    [InlineData("*", true, true)]
    [InlineData("\"a\"", true, true)]
    [InlineData("\"b\" ,\t\"a\"", true, true)]
    [InlineData("\"x,\",\"a\"", true, true)]
    [InlineData("W/\"a\"", true, false)]
    [InlineData("W/\"b\", W/\"a\"", true, false)]
    [InlineData("\"aa\"", false, false)]
    [InlineData("a", false, false)]
    [InlineData("\"a", false, false)]
    [InlineData("W/", false, false)]
    [InlineData("w/\"a\"", false, false)]
    [InlineData("", false, false)]
    [InlineData("\",\"a\"", false, false)]
    public void A_tag_is_in_a_list(string list, bool weakly, bool strongly) =>
        Assert.Equal((weakly, strongly), (EntityTags.Has(list, "\"a\"", false), EntityTags.Has(list, "\"a\"", true)));

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/a/b.txt", "/a/b.txt")]
    [InlineData("/a%20b/%C3%A4", "/a b/\u00E4")]
    [InlineData("/a%2Fb", "/a/b")]
    [InlineData("/a%252e", "/a%2e")]
    [InlineData("/...", "/...")]
    [InlineData("/a\\..\\b", "/a\\..\\b")]
    [InlineData("/..", null)]
    [InlineData("/a/../b", null)]
    [InlineData("/%2e%2E/b", null)]
    [InlineData("/a%2f..%2fb", null)]
    [InlineData("/./a", null)]
    [InlineData("//a", null)]
    [InlineData("/a//", null)]
    [InlineData("/a%00", null)]
    [InlineData("/a%0a", null)]
    [InlineData("/a%7f", null)]
    [InlineData("/a%", null)]
    [InlineData("/a%4", null)]
    [InlineData("/a%4g", null)]
    [InlineData("/a%-1", null)]
    [InlineData("/%C3", null)]
    [InlineData("/%C0%AE%C0%AE/a", null)]
    [InlineData("/%ED%A0%80", null)]
    [InlineData("a", null)]
    public void A_path_is_decoded_once_or_refused(string path, string? decoded) => Assert.Equal(decoded, UrlPath.Decode(path));

    [Theory]
    [InlineData("/a b/\u00E4?#%", "/a%20b/%C3%A4%3F%23%25")]
    [InlineData("a:b&\"<'>", "a%3Ab%26%22%3C%27%3E")]
    [InlineData("Az09-._~", "Az09-._~")]
    public void A_name_is_encoded(string name, string encoded)
    {
        Assert.Equal(encoded, UrlPath.Encode(name));
        Assert.Equal("/" + name.TrimStart('/'), UrlPath.Decode("/" + encoded.TrimStart('/')));
    }
}
