// The key-value service as its clients see it.

namespace RustKernel.Services.KeyValue;

/// <summary>Texts by key, some for a time.</summary>
[Service(900)]
public interface IKeyValue
{
    /// <summary>Keeps <paramref name="value"/>; 0: for ever.</summary>
    [Operation(1)]
    ErrorCode Set(string key, string value, uint lifetimeMs);

    /// <summary>What is kept.</summary>
    [Operation(2)]
    Result<string> Get(string key);

    /// <summary>Counts, sums or lists: <c>count P</c>, <c>sum P</c>, <c>top N</c>.</summary>
    [Operation(3)]
    Result<string> Query(string text);
}
