package dev.mtasts.provider.aws;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Leaves out {@code Expect: 100-continue}, which the SDK adds to every PutObject: for a body of a
 * few hundred octets it costs one more round trip than it can save, and five seconds in front of a
 * proxy that does not know it.
 */
final class NoExpectation implements ExecutionInterceptor {
  @Override
  public SdkHttpRequest modifyHttpRequest(
      Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
    return context.httpRequest().firstMatchingHeader("Expect").isEmpty()
        ? context.httpRequest()
        : context.httpRequest().toBuilder().removeHeader("Expect").build();
  }
}
